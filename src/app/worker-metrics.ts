import cluster from 'node:cluster';

/** The messages between a worker and its parent. */
interface Question {
  readonly type: 'scc metrics';
  readonly id: number;
}

interface Reply extends Question {
  readonly text?: string;
}

function isOurs(message: unknown): message is Reply {
  return (message as { readonly type?: unknown } | undefined)?.type === 'scc metrics';
}

/** In the parent: sends a worker the metrics of all workers. */
export async function respondToWorkers(): Promise<void> {
  const { AggregatorRegistry } = await import('prom-client');
  const all = new AggregatorRegistry();
  cluster.on('message', (worker, message: unknown) => {
    if (!isOurs(message)) return;
    const { type, id } = message;
    all.clusterMetrics().then(
      (text) => worker.send({ type, id, text }),
      // One of them does not respond, as when it is being restarted.
      () => worker.send({ type, id }),
    );
  });
}

let asked = 0;

/** In a worker: the metrics of all workers. @throws Error if one of them does not respond */
export function metricsOfAllWorkers(): Promise<string> {
  asked += 1;
  const question: Question = { type: 'scc metrics', id: asked };
  return new Promise((resolve, reject) => {
    const hear = (reply: unknown) => {
      if (!isOurs(reply) || reply.id !== question.id) return;
      process.off('message', hear);
      if (reply.text === undefined) reject(new Error('A worker did not report its metrics in time.'));
      else resolve(reply.text);
    };
    process.on('message', hear);
    process.send?.(question);
  });
}
