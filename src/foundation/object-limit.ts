/** The most objects of a request that takes several. */
export const MAX_OBJECTS = 500;

/** The most objects of a bulk operation. */
export const MAX_BULK_OBJECTS = 20_000;
