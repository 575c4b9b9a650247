import { v7 } from 'uuid';

/** A UUID version 7 (RFC 9562): unique, and sorted by time of creation. */
export function newId(): string {
  return v7();
}

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
