import { expect, test } from 'vitest';
import { ceilings, runWorkflow } from './run-workflow.ts';

const loop = {
  StartAt: 'Count',
  States: {
    Count: { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-3:123456789012:function:count', Next: 'Enough?' },
    'Enough?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.enough', BooleanEquals: true, Next: 'Done' }],
      Default: 'Count',
    },
    Done: { Type: 'Succeed' },
  },
} as const;

/** Counts so far, and ends with so much to say. */
const counting = (times: number, said = '') => {
  let left = times;
  return runWorkflow(loop as never, {}, { Count: () => Promise.resolve({ enough: (left -= 1) <= 0, said }) });
};

test('J-08: a run of too many events, or with too much state, is no run of ours', async () => {
  expect((await counting(10)).path.at(-1)).toBe('Done');
  await expect(counting(ceilings.events)).rejects.toThrow(/J-08: \d+ events/);
  expect((await counting(1, 'x'.repeat(ceilings.stateBytes - 100))).path.at(-1)).toBe('Done');
  await expect(counting(1, 'x'.repeat(ceilings.stateBytes))).rejects.toThrow(/J-08: \d+ bytes/);
});
