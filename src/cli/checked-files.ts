import type { Api, UserError } from './api.js';
import { findFailing } from './bisect.js';
import { batchLimits, type DryRunResult, dryRun, serverLimits } from './content-push.js';
import { DryRun } from './dry-run.js';
import type { ContentPushEntry, FieldChangeFragment, PushOutcome } from './operations.generated.js';
import { otherMistakes } from './other-mistakes.js';
import type { Progress } from './progress.js';
import type { FileError, LoadedFile, PushFile, PushSet } from './push-set.js';
import { SlugRegister } from './slug-register.js';
import { RequiredFields } from './stand-in.js';

/** What a push would do with a file. */
export interface CheckedFile {
  readonly file: PushFile;
  /** LATER: it refers to more new objects than fit into a request, so it is checked when it is written. */
  readonly outcome: PushOutcome | 'LATER';
  /** The changed fields; empty for a new object. */
  readonly changes: readonly FieldChangeFragment[];
  /** Changes of others that are overwritten. */
  readonly overruled: readonly FieldChangeFragment[];
  readonly bytes: number;
  /** The content of the file, and the version it is based on; it may be edited during the push. */
  readonly digest: string;
  readonly expectedVersion?: ContentPushEntry['expectedVersion'];
  /** The version of the draft after the push. */
  readonly version?: number | undefined;
  /** Files whose objects it may refer to. */
  readonly references: readonly PushFile[];
  /** Whether it is written together with others, with which it exchanges slugs. */
  readonly isExchanging: boolean;
}

const SLUG = /^text\.[^.]+\.slug$/;

/** Errors that name no file. */
interface Stuck {
  readonly files: readonly LoadedFile[];
  readonly errors: readonly UserError[];
}

/** Dry-runs a push of files that may refer to each other. */
export class Checking {
  readonly fileErrors: FileError[] = [];
  /** Warnings, which do not block the push. */
  readonly remarks: FileError[] = [];
  readonly #checked = new Map<string, CheckedFile>();
  /** Files of objects known not to be on the server. */
  readonly #absent = new Set<PushFile>();
  readonly #slugs = new SlugRegister();
  readonly #required = new RequiredFields();
  /** Files that take slugs of others. */
  readonly #taking = new Set<PushFile>();
  /** Files that exchange slugs, once that is known. */
  #exchanging: ReadonlySet<PushFile> | undefined;

  constructor(
    readonly api: Api,
    readonly set: PushSet,
  ) {
    this.fileErrors.push(...set.fileErrors);
  }

  /** In the order of the set, without invalid ones. */
  get checked(): readonly CheckedFile[] {
    return this.set.files.flatMap(({ path }) => this.#checked.get(path) ?? []);
  }

  async checkAll(progress: Progress): Promise<void> {
    progress.begin('Checking', this.set.files.length);
    const rests: LoadedFile[] = [];
    let chunk: LoadedFile[] = [];
    let bytes = 0;
    // One request at a time, while the next files are read.
    let request = Promise.resolve();
    const flush = async () => {
      const full = chunk;
      chunk = [];
      bytes = 0;
      await request;
      request = this.#check(full).then(() => progress.advance(full.length));
      // A failure surfaces at the next await.
      request.catch(() => undefined);
    };
    for (const file of this.set.files) {
      const loaded = await this.set.load(file);
      if ('fileErrors' in loaded) {
        this.fileErrors.push(...loaded.fileErrors);
        if (loaded.rest) rests.push(loaded.rest);
        progress.advance(1);
        continue;
      }
      if (loaded.isAsPulled) {
        this.#note(loaded, 'UNCHANGED');
        progress.advance(1);
        continue;
      }
      if (chunk.length >= batchLimits.items || bytes + loaded.bytes > batchLimits.bytes) await flush();
      this.remarks.push(...loaded.remarks);
      this.fileErrors.push(...this.#slugs.enter(loaded, this.set));
      chunk.push(loaded);
      bytes += loaded.bytes;
    }
    await flush();
    await request;
    this.fileErrors.push(...(await otherMistakes(rests, this.set, this.api)));
    await this.#checkExchange();
    progress.end();
  }

  /** Bisects the files for an error that names none: finds one file, or two that collide. */
  async locate(files: readonly LoadedFile[], errors: readonly UserError[]): Promise<readonly FileError[]> {
    const { set } = this;
    const culprits = await findFailing(files, async (some) => (await this.#try(some, false)) !== undefined);
    if (culprits.length > 0)
      return culprits.flatMap((loaded) =>
        errors.map((error) => set.fileErrorIn(loaded, error, (error.path ?? []).slice(1))),
      );
    const [first, last] = [files[0], files.at(-1)].map((loaded) => loaded && set.placeOf(loaded.file));
    return errors.map(({ code, message }) => {
      return {
        file: set.folder,
        line: 1,
        code,
        message: `${message} (Among the files from ${first} to ${last}.)`,
      };
    });
  }

  async #check(chunk: readonly LoadedFile[]): Promise<void> {
    const stuck = await this.#try(chunk, true);
    if (!stuck) return;
    const { files, errors } = stuck;
    const fileErrors = await this.locate(files, errors);
    this.fileErrors.push(...fileErrors);
    if (fileErrors.some(({ file }) => file === this.set.folder)) return;
    const wrong = new Set(fileErrors.map(({ file }) => file));
    await this.#check(files.filter(({ file }) => !wrong.has(this.set.placeOf(file))));
  }

  /**
   * Sends dry runs until none of the errors could be resolved by sending other objects along. Returns the errors that
   * name no file.
   * @param isKept whether the results go into the plan
   */
  async #try(chunk: readonly LoadedFile[], isRecorded: boolean): Promise<Stuck | undefined> {
    const run = new DryRun(chunk, this.set, this.#required);
    await run.sendAlong(this.#absent);
    while (run.files.length > 0) {
      const entries = run.next();
      if (!entries) return isRecorded ? this.#divide(run) : undefined;
      const { results, userErrors } = await dryRun(this.api, entries, this.set.settings);
      if (isRecorded) this.#record(run, results, userErrors.length === 0);
      if (userErrors.length === 0) return undefined;
      const { files } = run;
      const unlocated = await run.resolve(userErrors, (loaded, error, path) => {
        if (isRecorded) this.#report(loaded, error, path);
      });
      for (const file of run.standIns) this.#absent.add(file);
      if (isRecorded) for (const file of run.undetermined) this.#note(file, 'LATER');
      if (isRecorded) run.drop(({ file }) => this.#checked.has(file.path));
      if (unlocated.length > 0) return { files: run.files.length > 0 ? run.files : files, errors: unlocated };
    }
    return undefined;
  }

  #report(loaded: LoadedFile, error: UserError, path: readonly string[]): void {
    const isTaken = error.code === 'TAKEN' && path.at(-1) === 'slug';
    if (isTaken && !this.#exchanging) this.#taking.add(loaded.file);
    else this.fileErrors.push(this.set.fileErrorIn(loaded, error, path));
  }

  /** Checks the files together that take slugs, and those that give up theirs: they may be of different requests. */
  async #checkExchange(): Promise<void> {
    const giving = this.checked.filter(({ changes }) => changes.some(({ path }) => SLUG.test(path)));
    const files = [...this.#taking, ...giving.map(({ file }) => file)];
    if (this.#taking.size === 0) return;
    this.#exchanging = new Set(files.slice(0, serverLimits.items));
    const loaded = await Promise.all([...this.#exchanging].map((file) => this.set.load(file)));
    await this.#check(loaded.flatMap((each) => ('entry' in each ? each : [])));
  }

  #record(run: DryRun, results: readonly DryRunResult[], isAll: boolean): void {
    for (const result of results) {
      const loaded = run.fileOf(result);
      if (loaded && (isAll || result.outcome === 'UNCHANGED')) this.#note(loaded, result.outcome, result);
    }
  }

  /** Files that need too many others for one request are split into two. */
  async #divide({ files }: DryRun): Promise<undefined> {
    const [first] = files;
    if (files.length === 1 && first) return this.#note(first, 'LATER');
    const half = Math.ceil(files.length / 2);
    await this.#check(files.slice(0, half));
    await this.#check(files.slice(half));
  }

  #note(
    loaded: LoadedFile,
    outcome: CheckedFile['outcome'],
    { changes = [], overruled = [], version }: Partial<DryRunResult> = {},
  ): undefined {
    const { file, bytes, digest, entry } = loaded;
    const isNew = outcome === 'CREATED' || outcome === 'LATER';
    if (isNew) this.#absent.add(file);
    const references = outcome === 'UNCHANGED' ? [] : this.set.referencesIn(loaded);
    this.#checked.set(file.path, {
      file,
      outcome,
      changes: isNew ? [] : changes,
      overruled,
      bytes,
      digest,
      expectedVersion: entry.expectedVersion,
      references,
      isExchanging: this.#exchanging?.has(file) ?? false,
      version,
    });
  }
}
