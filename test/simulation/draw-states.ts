import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { accountStates } from '../../functions/account/account-state.ts';
import type { Day } from './play.ts';

/** Accounts by state, every seventh day, as stacked areas: an SVG. */
export async function drawStates(days: readonly Day[]): Promise<string> {
  const values = days
    .filter((_, index) => index % 7 === 0)
    .flatMap(({ day, states }) =>
      accountStates.map((state, order) => ({ day, state, order, accounts: states[state] })),
    );
  const { spec } = compile({
    width: 1_000,
    height: 400,
    background: 'white',
    title: 'Accounts by state',
    data: { values },
    mark: 'area',
    encoding: {
      x: { field: 'day', type: 'temporal', title: null },
      y: { field: 'accounts', type: 'quantitative', stack: 'zero', title: 'Accounts' },
      color: { field: 'state', type: 'nominal', sort: [...accountStates], title: 'State' },
      order: { field: 'order', type: 'quantitative' },
    },
  });
  return new View(parse(spec), { renderer: 'none' }).toSVG();
}
