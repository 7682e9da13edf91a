import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { acknowledgedFindings } from '../../lib/acknowledged-findings.ts';
import { synthesize } from '../support/synthesize.ts';

const { app } = synthesize();
const findings = [new AwsSolutionsChecks(), new ServerlessChecks()].flatMap((pack) =>
  pack
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ id: ruleName, where: constructPath ?? '' })),
    ),
);

const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('…', '.*')}$`, 's').test(text);
const acknowledges = (one: { id: string; where: string }, finding: { id: string; where: string }): boolean =>
  matches(one.id, finding.id) && matches(one.where, finding.where);

describe('M-05 cdk-nag', () => {
  test('runs: without what is acknowledged it would complain', () => {
    expect(findings.length).toBeGreaterThan(0);
  });

  test('finds nothing in the app that is not acknowledged with a reason', () => {
    expect(findings.filter((finding) => !acknowledgedFindings.some((one) => acknowledges(one, finding)))).toEqual([]);
  });

  test.each(acknowledgedFindings)('still finds $id at $where', (acknowledged) => {
    expect(findings.filter((finding) => acknowledges(acknowledged, finding))).not.toEqual([]);
    expect(acknowledged.reason).toMatch(/\w{3,} \w+.*\.$/);
  });

  test('acknowledges each public route by name', () => {
    const routes = findings.filter(({ id }) => id === 'AwsSolutions-APIG4').map(({ where }) => where);
    const named = acknowledgedFindings.filter(({ id }) => id === 'AwsSolutions-APIG4').map(({ where }) => where);
    expect(named.toSorted()).toEqual(routes.toSorted());
  });
});
