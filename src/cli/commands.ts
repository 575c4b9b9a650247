import type { Command } from './command.js';
import { audit } from './commands/audit.js';
import { history } from './commands/history.js';
import { keysCreate, keysList, keysRevoke } from './commands/keys.js';
import { list } from './commands/list.js';
import { bin, deleteDrafts, discard, restore, revert } from './commands/objects.js';
import { plan } from './commands/plan.js';
import { preview } from './commands/preview.js';
import { publish } from './commands/publish.js';
import { pull } from './commands/pull.js';
import { push } from './commands/push.js';
import { schedule, scheduleCancel, scheduleList } from './commands/schedule.js';
import { search } from './commands/search.js';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  pull,
  plan,
  push,
  publish,
  schedule,
  scheduleList,
  scheduleCancel,
  discard,
  deleteDrafts,
  bin,
  restore,
  list,
  history,
  revert,
  preview,
  search,
  keysList,
  keysCreate,
  keysRevoke,
  audit,
];
