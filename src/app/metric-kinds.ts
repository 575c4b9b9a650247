import {
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValueWithName,
  type Registry,
} from 'prom-client';
import type { Distribution } from '../foundation/distribution.js';

export type Labels = Readonly<Record<string, string>>;
export type Row = readonly [labels: Labels, value: number];

interface Described {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Metrics over existing counters, which are read at each scrape. */
export class MetricWriter {
  constructor(readonly registry: Registry) {}

  counter({ name, help, labels = [] }: Described, rows: () => Iterable<Row>): void {
    new Counter({
      name,
      help,
      labelNames: labels,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [given, value] of rows()) this.inc({ ...given }, value);
      },
    });
  }

  /** @param aggregator how the values of several workers are combined */
  gauge(
    { name, help, labels = [] }: Described,
    rows: () => Iterable<Row> | Promise<Iterable<Row>>,
    aggregator: 'sum' | 'max' = 'sum',
  ): void {
    new Gauge({
      name,
      help,
      labelNames: labels,
      aggregator,
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const [given, value] of await rows()) this.set({ ...given }, value);
      },
    });
  }

  /** @param scale the factor to the unit of the metric */
  histogram(described: Described, rows: () => Iterable<readonly [Labels, Distribution]>, scale = 1): void {
    const distributions = new Distributions(described);
    distributions.rows = rows;
    distributions.scale = scale;
    this.registry.registerMetric(distributions);
  }
}

type Values = MetricObjectWithValues<MetricValueWithName<string>>;

/** A histogram over an existing distribution. */
class Distributions extends Histogram<string> {
  rows: () => Iterable<readonly [Labels, Distribution]> = () => [];
  scale = 1;

  constructor(readonly described: Described) {
    const { name, help, labels = [] } = described;
    super({ name, help, labelNames: labels, registers: [] });
  }

  override get(): Promise<Values> {
    return this.getForPromString();
  }

  /** The interface that prom-client renders. */
  async getForPromString(): Promise<Values> {
    const { name, help } = this.described;
    const values = [...this.rows()].flatMap(([labels, distribution]) =>
      this.#lines(name, labels, distribution),
    );
    return { name, help, type: 'histogram', aggregator: 'sum', values } as unknown as Values;
  }

  #lines(name: string, labels: Labels, { bounds, counts, sum }: Distribution): MetricValueWithName<string>[] {
    let count = 0;
    const buckets = counts.map((each, at) => {
      count += each;
      const bound = bounds[at];
      const le = bound === undefined ? '+Inf' : String(Number((bound * this.scale).toPrecision(6)));
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: { ...labels }, value: sum * this.scale },
      { metricName: `${name}_count`, labels: { ...labels }, value: count },
    ];
  }
}
