import { registerEnumType } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import type { Stage } from './stage.js';

/** For a preview: objects that are in neither stage as shown, with their rows by table. */
export interface MergedRows {
  readonly ids: readonly string[];
  /** As JSON, with the column names of the database. */
  readonly rows: string;
}

/** The roles of keys. They add up; none includes another. */
export enum Role {
  READER = 'READER',
  EDITOR = 'EDITOR',
  PUBLISHER = 'PUBLISHER',
  PARTNER = 'PARTNER',
  FRONT_END = 'FRONT_END',
  ADMIN = 'ADMIN',
}

registerEnumType(Role, {
  name: 'Role',
  description: 'The roles of keys. They add up; none includes another.',
  valuesConfig: {
    READER: { description: 'Reads drafts.' },
    EDITOR: { description: 'Reads and writes drafts.' },
    PUBLISHER: { description: 'Reads and publishes drafts, and manages partner feeds.' },
    PARTNER: {
      description:
        'Reads published content, with a rate limit of its own, and sees the feeds of its account.',
    },
    FRONT_END: {
      description: 'Reads published content for all readers of a website, with the highest rate limit.',
    },
    ADMIN: {
      description:
        'Has the rights of editors and publishers, manages accounts, keys and webhooks, and erases personal data.',
    },
  },
});

export type Verb = 'READ' | 'READ_DRAFT' | 'WRITE' | 'PUBLISH' | 'MANAGE' | 'READ_AUDIT' | 'READ_OWN';

/** Every content type; other types are listed by name. */
const content = ['*'];

/** The access matrix; the only place that grants rights. */
export const grants: Readonly<Record<Role | 'PUBLIC', Readonly<Partial<Record<Verb, readonly string[]>>>>> =
  Object.freeze({
    PUBLIC: { READ: content },
    READER: { READ: content, READ_DRAFT: content },
    EDITOR: { READ: content, READ_DRAFT: content, WRITE: content },
    PUBLISHER: {
      READ: content,
      READ_DRAFT: content,
      PUBLISH: content,
      MANAGE: ['PartnerFeed'],
      READ_OWN: ['PartnerFeed'],
    },
    PARTNER: { READ: content, READ_OWN: ['PartnerFeed'] },
    FRONT_END: { READ: content },
    ADMIN: {
      READ: content,
      READ_DRAFT: content,
      WRITE: content,
      PUBLISH: content,
      MANAGE: ['Account', 'ApiKey', 'PartnerFeed', 'PersonalData', 'Webhook'],
      READ_AUDIT: ['AuditEntry'],
      READ_OWN: ['PartnerFeed'],
    },
  });

/** The caller. Never absent: the program itself acts as a named viewer, too. */
export interface Viewer {
  /** As the history shows it. */
  readonly name: string;
  /** Empty without a key. */
  readonly roles: readonly Role[];
  readonly accountId?: string;
  readonly keyId?: string;
  /**
   * For a key that is restricted to languages: it writes and publishes text in these locales only, and no shared
   * fields.
   */
  readonly locales?: readonly string[];
  /** For a preview token: the ids of the objects whose drafts it shows. */
  readonly previewed?: ReadonlySet<string>;
  /** What a preview token shows of objects that would be published in some languages only. */
  readonly merged?: MergedRows;
}

/** Authenticates one kind of token. */
export interface Authenticator {
  /** The prefix of its tokens, such as `scc_`. */
  readonly prefix: string;
  /** @throws Refusal UNAUTHENTICATED for an invalid or expired token */
  authenticate(token: string): Promise<Viewer>;
}

/** Authenticates a request by its `Authorization` header. @throws Refusal UNAUTHENTICATED */
export type Authenticate = (authorization: string | undefined) => Promise<Viewer>;

/** A caller without a key. */
export const publicViewer: Viewer = Object.freeze({ name: 'public', roles: [] });

/** The program itself, such as when it loads the demo content. */
export const systemViewer: Viewer = Object.freeze({ name: 'system', roles: [Role.ADMIN] });

export function may(viewer: Viewer, verb: Verb, type: string): boolean {
  return [...viewer.roles, 'PUBLIC' as const].some((role) => {
    const types = grants[role][verb] ?? [];
    return types.includes('*') || types.includes(type);
  });
}

/** Whether a viewer sees only public content, so that responses can be shared. */
export function seesOnlyPublic(viewer: Viewer): boolean {
  return !viewer.previewed && !may(viewer, 'READ_DRAFT', '*');
}

/** @throws Refusal UNAUTHENTICATED without a key, FORBIDDEN with one that lacks the role */
export function assertMay(viewer: Viewer, verb: Verb, type: string, path: readonly string[] = []): void {
  if (may(viewer, verb, type)) return;
  const action = verb === 'MANAGE' ? `Managing ${managed[type] ?? type}` : actions[verb];
  const needed = `${action} needs a key with ${rolesWith(verb, type)}`;
  if (viewer.roles.length === 0) {
    refuse('UNAUTHENTICATED', `${needed}: send it as "Authorization: Bearer scc_…".`, path);
  }
  refuse('FORBIDDEN', `${needed}; this one has ${viewer.roles.join(', ')}.`, path);
}

/** @throws Refusal UNAUTHENTICATED or FORBIDDEN */
export function assertCanRead(viewer: Viewer, stage: Stage, type = '*'): void {
  if (stage === 'draft' && !viewer.previewed) assertMay(viewer, 'READ_DRAFT', type, ['stage']);
}

const actions: Readonly<Record<Exclude<Verb, 'MANAGE'>, string>> = {
  READ: 'Reading',
  READ_DRAFT: 'Reading drafts',
  WRITE: 'Changing content',
  PUBLISH: 'Publishing',
  READ_AUDIT: 'Reading the audit log',
  READ_OWN: 'Reading what belongs to an account',
};

/** Types with another name in error messages. */
const managed: Readonly<Record<string, string>> = {
  Account: 'accounts and keys',
  ApiKey: 'accounts and keys',
  PartnerFeed: 'the feeds of partners',
  PersonalData: 'personal data',
  Webhook: 'webhooks',
};

function rolesWith(verb: Verb, type: string): string {
  const roles = Object.values(Role).filter((role) => may({ name: role, roles: [role] }, verb, type));
  return `the role ${roles.join(' or ')}`;
}
