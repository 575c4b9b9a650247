import { Column } from 'typeorm';
import { Role, type Viewer } from '../content/contract/access.js';

/** The viewer in whose name and with whose rights something runs later. */
export abstract class ActingViewer {
  @Column('text') createdBy!: string;

  @Column('uuid', { nullable: true }) accountId!: string | null;

  @Column('uuid', { nullable: true }) keyId!: string | null;

  @Column('text', { array: true }) roles!: Role[];

  @Column('text', { array: true, nullable: true }) viewerLocales!: string[] | null;
}

export function actingAs({ name, accountId, keyId, roles, locales }: Viewer): ActingViewer {
  return {
    createdBy: name,
    accountId: accountId ?? null,
    keyId: keyId ?? null,
    roles: [...roles],
    viewerLocales: locales ? [...locales] : null,
  };
}

/** The viewer with their rights at the time: those of a key never change. */
export function viewerOf({ createdBy, accountId, keyId, roles, viewerLocales }: ActingViewer): Viewer {
  return {
    name: createdBy,
    // A newer version of the program may have more roles than this one.
    roles: Object.values(Role).filter((role) => roles.includes(role)),
    ...(accountId ? { accountId } : {}),
    ...(keyId ? { keyId } : {}),
    ...(viewerLocales ? { locales: viewerLocales } : {}),
  };
}
