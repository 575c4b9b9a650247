import type { UserError } from './api.js';
import { type PlaceInEntries, placeOf, serverLimits } from './content-push.js';
import type { ContentPushEntry } from './operations.generated.js';
import type { LoadedFile, PushFile, PushSet } from './push-set.js';
import { missedBy, type RequiredFields, StandIn } from './stand-in.js';

interface Sent {
  readonly files: readonly LoadedFile[];
  readonly standIns: readonly (readonly [PushFile, StandIn])[];
}

/** Takes an error at a path of a file. */
type Report = (loaded: LoadedFile, error: UserError, path: readonly string[]) => void;

/** The entries of a dry run, adjusted by the errors in its responses. */
export class DryRun {
  #files: readonly LoadedFile[];
  readonly #standIns = new Map<PushFile, StandIn>();
  /** Files that cannot stand in for their objects; they are reported where they are checked themselves. */
  readonly #broken = new Set<PushFile>();
  /** The entries of the last request, in order. */
  #sent: Sent = { files: [], standIns: [] };
  /** Files that refer to such a file: their other errors cannot be determined now. */
  readonly undetermined: LoadedFile[] = [];

  constructor(
    files: readonly LoadedFile[],
    readonly set: PushSet,
    readonly required: RequiredFields,
  ) {
    this.#files = files;
  }

  get files(): readonly LoadedFile[] {
    return this.#files;
  }

  get standIns(): Iterable<PushFile> {
    return this.#standIns.keys();
  }

  /** The entries to send next; undefined when they exceed the limits of a request. */
  next(): readonly ContentPushEntry[] | undefined {
    this.#sent = { files: this.#files, standIns: [...this.#standIns] };
    const entries = [
      ...this.#files.map(({ entry }) => entry),
      ...this.#sent.standIns.map(([, standIn]) => standIn.send()),
    ];
    const bytes = Buffer.byteLength(JSON.stringify(entries));
    return entries.length > serverLimits.items || bytes > serverLimits.bytes ? undefined : entries;
  }

  fileOf({ kind, externalRef }: Pick<ContentPushEntry, 'kind' | 'externalRef'>): LoadedFile | undefined {
    return this.#files.find(({ file }) => file.kind === kind && file.externalRef === externalRef);
  }

  drop(isDropped: (loaded: LoadedFile) => boolean): void {
    this.#files = this.#files.filter((loaded) => !isDropped(loaded));
  }

  /** Adds the objects that the files refer to and the server does not have. */
  async sendAlong(absent: ReadonlySet<PushFile>): Promise<void> {
    this.#sent = { files: this.#files, standIns: [] };
    for (const loaded of this.#files) {
      const needed = this.set.referencesIn(loaded).filter((file) => absent.has(file));
      await this.#sendFiles(needed);
    }
  }

  /** Resolves errors for the next request. Returns those that are not about one of its entries. */
  async resolve(errors: readonly UserError[], report: Report): Promise<readonly UserError[]> {
    const { files, standIns } = this.#sent;
    const unlocated: UserError[] = [];
    for (const error of errors) {
      const place = placeOf(error);
      const loaded = place && files[place.index];
      const standIn = place && standIns[place.index - files.length];
      if (loaded) await this.#resolveError(loaded, error, place, report);
      else if (standIn) await this.#correct(standIn, error, place);
      else unlocated.push(error);
    }
    return unlocated;
  }

  async #resolveError(
    loaded: LoadedFile,
    error: UserError,
    place: PlaceInEntries,
    report: Report,
  ): Promise<void> {
    const missed = missedBy(error, loaded.entry, place, this.set);
    if (missed.some((file) => this.#broken.has(file))) this.undetermined.push(loaded);
    else if (await this.#sendFiles(missed)) return;
    else report(loaded, error, place.path);
    this.drop(({ file }) => file === loaded.file);
  }

  async #correct(
    [file, standIn]: readonly [PushFile, StandIn],
    error: UserError,
    place: PlaceInEntries,
  ): Promise<void> {
    if (await this.#sendFiles(missedBy(error, standIn.sent, place, this.set))) return;
    if (standIn.complete(place)) return;
    this.#broken.add(file);
    this.#standIns.delete(file);
  }

  /** Adds the objects of files to the next request. Returns whether any was not in the last. */
  async #sendFiles(files: readonly PushFile[]): Promise<boolean> {
    let isNew = false;
    for (const file of files) {
      const isSent =
        this.#sent.files.some((loaded) => loaded.file === file) ||
        this.#sent.standIns.some(([each]) => each === file);
      if (isSent || this.#broken.has(file)) continue;
      if (this.#standIns.has(file)) {
        isNew = true;
        continue;
      }
      const loaded = await this.set.load(file);
      // Unchanged since the pull, so it is not pushed: the server had it once.
      if ('isAsPulled' in loaded && loaded.isAsPulled) continue;
      isNew = true;
      if ('fileErrors' in loaded) this.#broken.add(file);
      else this.#standIns.set(file, new StandIn(loaded, this.required));
    }
    return isNew;
  }
}
