import { BoundedMap } from './bounded-map.js';
import type { Logger } from './logger.js';
import type { DoneStatement, PoolName } from './statements.js';

/** The interval between plans of a statement in milliseconds, and the most statements that are tracked. */
const PLAN_INTERVAL_MS = 60_000;
const MAX_PLANNED = 200;
/** Longer texts are truncated. */
const MAX_TEXT = 4_000;

/** @returns the plan of a statement, as from EXPLAIN (FORMAT JSON) */
export type Explain = (pool: PoolName, text: string, values: readonly unknown[]) => Promise<unknown>;

/**
 * Logs slow statements, each as one entry. The plan is included once a minute for a statement, and for one statement at
 * a time: it is explained afterwards, without blocking. Parameters are not logged: they may be private.
 */
export class SlowStatements {
  readonly #plannedAt = new BoundedMap<string, number>(MAX_PLANNED);
  #isBusy = false;

  constructor(
    readonly explain: Explain,
    readonly logger: Logger,
  ) {}

  note(done: DoneStatement): void {
    // Not by name: a statement has none when it is sent for the first time.
    const { text } = done.statement;
    if (!this.#mayExplain(text)) {
      this.#log(done, {});
      return;
    }
    this.#plannedAt.set(text, performance.now());
    this.#isBusy = true;
    this.explain(done.pool, `explain (format json) ${text}`, done.values)
      .then(
        (explained) => this.#log(done, { plan: planLines(explained) }),
        // A database in trouble, when this matters most, may not return a plan.
        () => this.#log(done, { plan: 'The database did not return it.' }),
      )
      .finally(() => {
        this.#isBusy = false;
      });
  }

  #mayExplain(text: string): boolean {
    if (this.#isBusy || !/^\s*(with|select|insert|update|delete)\b/i.test(text)) return false;
    return performance.now() - (this.#plannedAt.get(text) ?? Number.NEGATIVE_INFINITY) >= PLAN_INTERVAL_MS;
  }

  #log({ pool, statement, milliseconds, record }: DoneStatement, plan: object): void {
    const { name, text } = statement;
    const known = {
      ...(record ? { requestId: record.requestId } : {}),
      ...(name === undefined ? {} : { statement: name }),
    };
    const durationMs = Math.round(milliseconds);
    this.logger.warn(
      { ...known, durationMs, pool, sql: text.slice(0, MAX_TEXT), ...plan },
      'A statement was slow.',
    );
  }
}

interface PlanNode {
  readonly [property: string]: unknown;
  readonly Plans?: readonly PlanNode[];
}

/** The properties of a plan node; names of PostgreSQL. */
const NAMES = [
  'Index Name',
  'Schema',
  'Relation Name',
  'CTE Name',
  'Function Name',
  'Join Type',
  'Subplan Name',
];
const CONDITIONS = [
  'Index Cond',
  'Recheck Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'Filter',
  'Sort Key',
];

/** The plan as indented lines, without parameters. */
function planLines(explained: unknown): string[] {
  const [top] = explained as readonly { readonly Plan: PlanNode }[];
  return top ? linesOf(top.Plan, '') : [];
}

function linesOf(node: PlanNode, indent: string): string[] {
  const names = NAMES.flatMap((name) => (name in node ? [String(node[name])] : []));
  const conditions = CONDITIONS.flatMap((name) =>
    name in node ? [`${name}: ${withoutValues(node[name])}`] : [],
  );
  const cost = `cost ${node['Total Cost']} rows ${node['Plan Rows']}`;
  const line = [`${indent}${[node['Node Type'], ...names].join(' ')} (${cost})`, ...conditions].join('; ');
  return [line, ...(node.Plans ?? []).flatMap((below) => linesOf(below, `${indent}  `))];
}

/** Literals as PostgreSQL prints them: quotes are doubled, numbers and booleans may be bare. */
function withoutValues(condition: unknown): string {
  return String(condition)
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/(?<![\w"$.])-?\d+(\.\d+)?\b/g, '?');
}
