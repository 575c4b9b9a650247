import type { PublishCheck } from '../content/storage/store.js';
import { missingDisclaimers } from './disclaimer-demands.js';
import { disclaimerFacts } from './disclaimer-facts.js';
import { droppedDisclaimers } from './dropped-disclaimers.js';

/** Checks the disclaimers that a publication makes necessary, and those that it takes away from what is public. */
export const checkDisclaimers: PublishCheck = async (transaction, store, objects) => {
  const facts = await disclaimerFacts(transaction, store, objects);
  return [
    ...(await missingDisclaimers(transaction, store, objects, facts)),
    ...(await droppedDisclaimers(transaction, store, objects, facts)),
  ];
};
