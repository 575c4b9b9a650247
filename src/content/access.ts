import { refuse } from '../foundation/errors.js';
import type { Stage } from './stage.js';

/** Who asks. Always given: what the program does by itself it does as a named viewer, too. */
export interface Viewer {
  readonly name: string;
  readonly canReadDrafts: boolean;
  readonly canWrite: boolean;
  readonly canPublish: boolean;
}

/** Anybody without a key. */
export const publicViewer: Viewer = Object.freeze({
  name: 'public',
  canReadDrafts: false,
  canWrite: false,
  canPublish: false,
});

/** The program itself, for example when it loads the demo content. */
export const systemViewer: Viewer = Object.freeze({
  name: 'system',
  canReadDrafts: true,
  canWrite: true,
  canPublish: true,
});

/** @throws Refusal UNAUTHENTICATED */
export function assertCanRead(viewer: Viewer, stage: Stage): void {
  if (stage === 'draft' && !viewer.canReadDrafts) {
    refuse('UNAUTHENTICATED', 'Drafts are only shown to editors.', ['stage']);
  }
}

/** @throws Refusal FORBIDDEN */
export function assertCanWrite(viewer: Viewer): void {
  if (!viewer.canWrite) refuse('FORBIDDEN', 'Only editors may change content.');
}

/** @throws Refusal FORBIDDEN */
export function assertCanPublish(viewer: Viewer): void {
  if (!viewer.canPublish) refuse('FORBIDDEN', 'Only publishers may publish content.');
}
