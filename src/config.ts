import { availableParallelism } from 'node:os';
import { bool, cleanEnv, host, makeValidator, num, port, str } from 'envalid';

/**
 * Enough connections to keep the database of a machine of this size busy; more would slow it down (see
 * docs/performance.md).
 */
export const DEFAULT_POOL_SIZE = Math.max(4, 2 * availableParallelism());

/** All settings of a process, read once from the environment. The README describes each. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** The public URL of this server, without a slash at the end. */
  readonly publicUrl: string;
  /** The URL of an object on the website, as a pattern with `{locale}`, `{type}`, `{slug}` and `{id}`. */
  readonly pageUrl: string | undefined;
  /** The names of the association, by language. */
  readonly siteName: string;
  /** The memory limit of the response cache. */
  readonly answerCacheMb: number;
  readonly databaseUrl: string | undefined;
  /** The URL for reading published content as the public role; undefined: `databaseUrl`, switching to that role. */
  readonly databasePublicUrl: string | undefined;
  /** Whether to use prepared statements. */
  readonly databasePrepare: boolean;
  readonly databasePoolSize: number;
  readonly publicRole: string;
  /** Whether to run on a database that a newer version of the program has migrated. */
  readonly allowNewerDatabase: boolean;
  readonly dataDir: string;
  /** Read-only mode, for a replica of another database. */
  readonly readOnly: boolean;
  /** The URL of the primary for keys and changes. */
  readonly primaryUrl: string | undefined;
  readonly demoContent: boolean;
  readonly locales: string;
  readonly plainChinese: string;
  readonly jobs: boolean;
  /** The retention of the audit log in days; undefined for unlimited. Likewise of revisions, and of the bin. */
  readonly auditDays: number | undefined;
  readonly revisionDays: number | undefined;
  readonly binDays: number | undefined;
  /** The number of worker processes. */
  readonly workers: number;
  readonly rateLimit: boolean;
  readonly trustedProxies: number;
  /** The allowed targets of webhooks: public hosts, or any. */
  readonly webhookTargets: 'public' | 'any';
  /** Milliseconds from which on a statement is logged as slow; 0 to disable. */
  readonly slowQueryMs: number;
  /** How long connections are still accepted during a shutdown. */
  readonly drainSeconds: number;
  readonly logLevel: string;
}

const databaseUrl = makeValidator((value) => {
  if (!/^postgres(ql)?:\/\//.test(value)) throw new Error('must begin with postgres:// or postgresql://');
  return value;
});

const webAddress = makeValidator((value) => {
  const isAddress = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  if (!isAddress) throw new Error('must begin with https:// or http://');
  return value.replace(/\/+$/, '');
});

const wholeNumber = makeValidator((value) => {
  if (!/^[1-9]\d{0,2}$/.test(value)) throw new Error('must be a whole number, at least 1');
  return Number(value);
});

const days = makeValidator((value) => {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new Error('must be a whole number of days, at least 1');
  return Number(value);
});

const roleName = makeValidator((value) => {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(value)) throw new Error('must be a lower-case PostgreSQL role name');
  return value;
});

const proxies = makeValidator((value) => {
  if (!/^\d$/.test(value)) throw new Error('must be a number from 0 to 9');
  return Number(value);
});

const milliseconds = makeValidator((value) => {
  if (!/^\d{1,6}$/.test(value)) throw new Error('must be a whole number of milliseconds');
  return Number(value);
});

/** Requests in progress need some of the ten seconds, too. */
const drainSeconds = makeValidator((value) => {
  if (!/^[0-4]$/.test(value)) throw new Error('must be a number from 0 to 4');
  return Number(value);
});

/** Compose files and systemd units pass on unset settings: `PUBLIC_URL=` means that there is none. */
function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}

/** @throws with one sentence for each invalid setting */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const env = cleanEnv(
    withoutEmpty(environment),
    {
      PORT: port({ default: 4000 }),
      HOST: host({ default: 'localhost' }),
      PUBLIC_URL: webAddress({ default: undefined }),
      PAGE_URL: webAddress({ default: undefined }),
      SITE_NAME: str({ default: 'en: Smart City Consortium; zh-Hant: 智慧城市聯盟; zh-Hans: 智慧城市联盟' }),
      ANSWER_CACHE_MB: num({ default: 64 }),
      DATABASE_URL: databaseUrl({ default: undefined }),
      DATABASE_PUBLIC_URL: databaseUrl({ default: undefined }),
      DATABASE_PREPARE: bool({ default: true }),
      DATABASE_POOL_SIZE: num({ default: DEFAULT_POOL_SIZE }),
      DATABASE_PUBLIC_ROLE: roleName({ default: 'scc_public' }),
      ALLOW_NEWER_DATABASE: bool({ default: false }),
      DATA_DIR: str({ default: '.scc-data' }),
      READ_ONLY: bool({ default: false }),
      PRIMARY_URL: webAddress({ default: undefined }),
      DEMO_CONTENT: bool({ default: true }),
      LOCALES: str({ default: 'en>zh-Hant, zh-Hant>en, zh-Hans>zh-Hant>en' }),
      PLAIN_CHINESE: str({ default: 'zh-Hant' }),
      JOBS: bool({ default: true }),
      AUDIT_DAYS: days({ default: undefined }),
      REVISION_DAYS: days({ default: undefined }),
      BIN_DAYS: days({ default: undefined }),
      WORKERS: wholeNumber({ default: 1 }),
      RATE_LIMIT: bool({ default: true }),
      TRUSTED_PROXIES: proxies({ default: 0 }),
      WEBHOOK_TARGETS: str({ choices: ['public', 'any'], default: 'public' }),
      SLOW_QUERY_MS: milliseconds({ default: 200 }),
      DRAIN_SECONDS: drainSeconds({ default: 2 }),
      LOG_LEVEL: str({
        choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
        default: 'info',
      }),
    },
    {
      reporter: ({ errors }) => {
        const sentences = Object.entries(errors).map(([name, error]) => `${name}: ${error?.message}.`);
        if (sentences.length > 0) throw new Error(`Invalid configuration. ${sentences.join(' ')}`);
      },
    },
  );
  for (const name of ['READ_ONLY', 'DATABASE_PUBLIC_URL'] as const)
    if (env[name] && !env.DATABASE_URL)
      throw new Error(`${name} needs DATABASE_URL: the embedded database has one process.`);
  return Object.freeze({
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    pageUrl: env.PAGE_URL,
    siteName: env.SITE_NAME,
    answerCacheMb: env.ANSWER_CACHE_MB,
    databaseUrl: env.DATABASE_URL,
    databasePublicUrl: env.DATABASE_PUBLIC_URL,
    databasePrepare: env.DATABASE_PREPARE,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    publicRole: env.DATABASE_PUBLIC_ROLE,
    allowNewerDatabase: env.ALLOW_NEWER_DATABASE,
    dataDir: env.DATA_DIR,
    readOnly: env.READ_ONLY,
    primaryUrl: env.PRIMARY_URL,
    demoContent: env.DEMO_CONTENT,
    locales: env.LOCALES,
    plainChinese: env.PLAIN_CHINESE,
    jobs: env.JOBS,
    auditDays: env.AUDIT_DAYS,
    revisionDays: env.REVISION_DAYS,
    binDays: env.BIN_DAYS,
    workers: env.WORKERS,
    rateLimit: env.RATE_LIMIT,
    trustedProxies: env.TRUSTED_PROXIES,
    webhookTargets: env.WEBHOOK_TARGETS,
    slowQueryMs: env.SLOW_QUERY_MS,
    drainSeconds: env.DRAIN_SECONDS,
    logLevel: env.LOG_LEVEL,
  });
}
