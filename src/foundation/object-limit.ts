/** The most objects of a request that takes several. */
export const MAX_OBJECTS = 500;
