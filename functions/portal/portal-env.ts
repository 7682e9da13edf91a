import type { Context, Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import type { Language, University } from '../university/university.ts';
import type { Seal } from '../vault/vault.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import type { ErrorStatus } from './error-page.tsx';
import type { View } from './page.tsx';
import type { RequestFacts } from './request-facts.ts';
import type { RequestLog } from './request-log.ts';

/** The workflows that a page may start, each named by the operation that it is about. */
export const startedByPages = [
  'onboarding',
  'activation',
  'password',
  'recovery',
  'address',
  'provisioning',
  'guest',
  'access',
  'expiry',
] as const;
export type StartedByPages = (typeof startedByPages)[number];

/** What every page reaches, whatever it is about. */
export interface PageDeps {
  readonly university: University;
  /** The origin that people see; a request's own Host is never believed (B-10). */
  readonly publicUrl: string;
  readonly log: RequestLog;
}

/** What the pages of a person reach. */
export interface PortalDeps extends PageDeps {
  readonly tables: Tables;
  readonly start: Readonly<Record<StartedByPages, StartWorkflow>>;
  /** The key of links, sessions and of what the throttle counts. */
  readonly hmacKey: () => Promise<string>;
  /** Pages may only close the vault. */
  readonly seal: Seal;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
  readonly countMetric: CountMetric;
}

export interface PortalEnv {
  Bindings: RequestFacts;
  Variables: { language: Language };
}
export type PortalContext = Context<PortalEnv>;
export type PortalApp = Hono<PortalEnv>;

/** What routes share. */
export interface PortalTools {
  /** @param here the address of the page in the other language, where it is not the one that was asked for. */
  readonly view: (c: PortalContext, here?: string) => View;
  readonly error: (c: PortalContext, status: ErrorStatus, reference?: string) => Response | Promise<Response>;
}

/** Adds a group of pages to the app. */
export type Routes<Deps = PortalDeps> = (app: PortalApp, deps: Deps, tools: PortalTools) => void;
