import { describe, expect, test } from 'vitest';
import { Hono } from 'hono';
import { passwordCheckRoutes } from '../../functions/portal/account/password-check-routes.tsx';
import type { PortalEnv } from '../../functions/portal/portal-env.ts';
import { portalWorld, publicUrl } from '../support/portal-world.ts';
import { synthesize } from '../support/synthesize.ts';

const { ofType } = synthesize();
const noPage = (): never => {
  throw new Error('No page is asked for');
};
const world = portalWorld();
const checks = new Hono<PortalEnv>();
passwordCheckRoutes(checks, { ...world.deps, publicUrl }, { view: noPage, error: noPage });
/** The forms on which a current password is typed, as the pages themselves have them. */
const passwordCheckPaths = checks.routes.filter(({ method }) => method === 'POST').map(({ path }) => path);
const stages = ofType('AWS::ApiGatewayV2::Stage');

describe('M-03 the stage', () => {
  test('bears a registration day and no more, by numbers of our own', () => {
    expect(stages.map(({ properties }) => properties['DefaultRouteSettings'])).toEqual([
      { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 200 },
    ]);
    expect(stages.filter(({ properties }) => 'RouteSettings' in properties)).toEqual([]);
  });

  test('has the routes of the portal, which are public by decision, and those of a current password and of the desks for themselves', () => {
    const routes = ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);
    const desks = ['/sponsor', '/cri'].flatMap((path) => [`ANY ${path}`, `ANY ${path}/{proxy+}`]);
    const keys = ['ANY /{proxy+}', 'ANY /', ...desks, ...passwordCheckPaths.map((path) => `POST ${path}`)];
    expect(routes.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(keys.toSorted());
    expect(new Set(routes.map(({ AuthorizationType }) => AuthorizationType))).toEqual(new Set(['NONE']));
  });

  test('answers no other origin', () => {
    expect(ofType('AWS::ApiGatewayV2::Api').map(({ properties }) => properties['CorsConfiguration'])).toEqual([
      undefined,
    ]);
  });
});

describe('B-12 the access log', () => {
  const format = stages.map(({ properties }) => (properties['AccessLogSettings'] as { Format: string }).Format).join();

  test('has the route, which every mailed link shares, and nothing of the address, the query, the headers or the client', () => {
    const variables = [...format.matchAll(/\$context\.([\w.]+)/g)].map(([, variable]) => variable);
    expect(variables.toSorted()).toEqual(
      ['httpMethod', 'requestId', 'requestTime', 'responseLatency', 'routeKey', 'status'].toSorted(),
    );
    expect(format.replaceAll(/\$context\.[\w.]+/g, '')).not.toContain('$');
  });

  test('is one record of JSON a request, kept for three months', () => {
    expect(Object.keys(JSON.parse(format) as object).length).toBeGreaterThan(0);
    expect(stages.map(({ properties }) => properties['AccessLogSettings'])).toMatchObject([
      { DestinationArn: '<access-log.Arn>' },
    ]);
    const log = ofType('AWS::Logs::LogGroup').find(({ name }) => name === 'access-log');
    expect(log?.properties['RetentionInDays']).toBe(90);
  });
});
