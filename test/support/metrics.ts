export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Samples = readonly Sample[];

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\\\\n]|\\\\["\\\\n])*)"';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (\\+Inf|-Inf|Nan|[-+.eE\\d]+)$`);

/**
 * Reads the text format 0.0.4 of Prometheus, strictly: every line is one of its forms, every sample belongs to the type
 * that was told last, no series comes twice, and buckets grow up to their count.
 */
export function samplesIn(text: string): Samples {
  expect(text.endsWith('\n')).toBe(true);
  const samples: Sample[] = [];
  const types = new Map<string, string>();
  let current = '';
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const type = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`).exec(line);
    if (type) {
      current = type[1] ?? '';
      expect([current, types.has(current)]).toEqual([current, false]);
      types.set(current, type[2] ?? '');
    } else if (!new RegExp(`^# HELP ${NAME} .+$`).test(line)) {
      const sample = sampleIn(line);
      const suffix = types.get(current) === 'histogram' ? '(_bucket|_sum|_count)' : '';
      expect(sample.name).toMatch(new RegExp(`^${current}${suffix}$`));
      samples.push(sample);
    }
  }
  const series = samples.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).sort()]));
  expect(new Set(series).size).toBe(series.length);
  expectBucketsToGrow(samples);
  return samples;
}

/** Of all samples of that name with these labels. */
export function sumOf(samples: Samples, name: string, labels: Readonly<Record<string, string>> = {}): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

function sampleIn(line: string): Sample {
  const [, name = '', labels = '', ...rest] = SAMPLE.exec(line) ?? [];
  expect([line, name]).not.toEqual([line, '']);
  const pairs = [...labels.matchAll(new RegExp(LABEL, 'g'))].map(([, label, value]) => [label, value]);
  const value = rest.at(-1)?.replace('Inf', 'Infinity');
  return { name, labels: Object.fromEntries(pairs), value: Number(value) };
}

function expectBucketsToGrow(samples: Samples): void {
  const last = new Map<string, number>();
  for (const { name, labels, value } of samples.filter((sample) => sample.name.endsWith('_bucket'))) {
    const { le, ...others } = labels;
    const key = JSON.stringify([name, others]);
    expect([key, le, value >= (last.get(key) ?? 0)]).toEqual([key, le, true]);
    last.set(key, value);
    if (le === '+Inf') expect(value).toBe(sumOf(samples, name.replace(/_bucket$/, '_count'), others));
  }
}
