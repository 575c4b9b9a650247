import type { Api, UserError } from './api.js';
import { batchLimits, type DryRunResult, dryRun } from './content-push.js';
import { findCulprits } from './culprits.js';
import type { ContentPushEntry, FieldChangeFragment, PushOutcome } from './operations.generated.js';
import type { Progress } from './progress.js';
import type { FileMistake, LoadedFile, PushFile, PushSet } from './push-set.js';
import { SlugRegister } from './slug-register.js';
import { RequiredFields } from './stand-in.js';
import { Trial } from './trial.js';

/** What a push would do with a file. */
export interface CheckedFile {
  readonly file: PushFile;
  /** LATER: it refers to more new objects than fit into a request, so that it is checked when it is written. */
  readonly outcome: PushOutcome | 'LATER';
  /** What changes; for a new object nothing is listed. */
  readonly changes: readonly FieldChangeFragment[];
  /** What others had changed and gives way. */
  readonly overruled: readonly FieldChangeFragment[];
  readonly bytes: number;
  /** What the file said, made from which version: it may be changed while others are pushed. */
  readonly digest: string;
  readonly expectedVersion?: ContentPushEntry['expectedVersion'];
  /** The version of the draft, after the push. */
  readonly version?: number | undefined;
  /** Files whose objects it may refer to. */
  readonly references: readonly PushFile[];
}

/** What is refused for a reason that no file is named in. */
interface Stuck {
  readonly files: readonly LoadedFile[];
  readonly errors: readonly UserError[];
}

/** Tries out a push of files, all of which may refer to each other. */
export class Checking {
  readonly mistakes: FileMistake[] = [];
  /** What keeps nothing from being written. */
  readonly remarks: FileMistake[] = [];
  readonly #checked = new Map<string, CheckedFile>();
  /** Files of objects that are not on the server, as far as that is known by now. */
  readonly #absent = new Set<PushFile>();
  readonly #slugs = new SlugRegister();
  readonly #required = new RequiredFields();

  constructor(
    readonly api: Api,
    readonly set: PushSet,
  ) {
    this.mistakes.push(...set.mistakes);
  }

  /** In the order of the set, without those that are wrong. */
  get checked(): readonly CheckedFile[] {
    return this.set.files.flatMap(({ path }) => this.#checked.get(path) ?? []);
  }

  async checkAll(progress: Progress): Promise<void> {
    progress.begin('Checking', this.set.files.length);
    let chunk: LoadedFile[] = [];
    let bytes = 0;
    // One request at a time, while the files of the next are read.
    let request = Promise.resolve();
    const flush = async () => {
      const full = chunk;
      chunk = [];
      bytes = 0;
      await request;
      request = this.#check(full).then(() => progress.advance(full.length));
      // Its failure is noticed at the next wait.
      request.catch(() => undefined);
    };
    for (const file of this.set.files) {
      const loaded = await this.set.load(file);
      if ('mistakes' in loaded) {
        this.mistakes.push(...loaded.mistakes);
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
      this.mistakes.push(...this.#slugs.enter(loaded, this.set));
      chunk.push(loaded);
      bytes += loaded.bytes;
    }
    await flush();
    await request;
    progress.end();
  }

  /** Which of some files a refusal is about that does not say so; one file, or two that are in each other's way. */
  async locate(files: readonly LoadedFile[], errors: readonly UserError[]): Promise<readonly FileMistake[]> {
    const { set } = this;
    const culprits = await findCulprits(files, async (some) => (await this.#try(some, false)) !== undefined);
    if (culprits.length > 0)
      return culprits.flatMap((loaded) =>
        errors.map((error) => set.mistakeIn(loaded, error, (error.path ?? []).slice(1))),
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
    const mistakes = await this.locate(files, errors);
    this.mistakes.push(...mistakes);
    if (mistakes.some(({ file }) => file === this.set.folder)) return;
    const wrong = new Set(mistakes.map(({ file }) => file));
    await this.#check(files.filter(({ file }) => !wrong.has(this.set.placeOf(file))));
  }

  /**
   * Asks until the server has nothing to say any more that sending other objects along could answer. Returns what
   * it says about nothing in particular.
   * @param isKept whether what is found out is for the plan
   */
  async #try(chunk: readonly LoadedFile[], isKept: boolean): Promise<Stuck | undefined> {
    const trial = new Trial(chunk, this.set, this.#required);
    await trial.foresee(this.#absent);
    while (trial.files.length > 0) {
      const entries = trial.next();
      if (!entries) return isKept ? this.#divide(trial) : undefined;
      const { results, userErrors } = await dryRun(this.api, entries, this.set.settings);
      if (isKept) this.#keep(trial, results, userErrors.length === 0);
      if (userErrors.length === 0) return undefined;
      const { files } = trial;
      const unlocated = await trial.answer(userErrors, (mistake) => {
        if (isKept) this.mistakes.push(mistake);
      });
      for (const file of trial.standIns) this.#absent.add(file);
      if (isKept) for (const file of trial.unanswered) this.#note(file, 'LATER');
      if (isKept) trial.drop(({ file }) => this.#checked.has(file.path));
      if (unlocated.length > 0)
        return { files: trial.files.length > 0 ? trial.files : files, errors: unlocated };
    }
    return undefined;
  }

  #keep(trial: Trial, results: readonly DryRunResult[], isAll: boolean): void {
    for (const result of results) {
      const loaded = trial.fileOf(result);
      if (loaded && (isAll || result.outcome === 'UNCHANGED')) this.#note(loaded, result.outcome, result);
    }
  }

  /** What needs too much company for one request needs less in two. */
  async #divide({ files }: Trial): Promise<undefined> {
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
      version,
    });
  }
}
