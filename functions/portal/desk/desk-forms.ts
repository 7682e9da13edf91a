import { services } from '../../university/university.ts';

/** A form of a desk: where it is sent, its fields, and of those that hold more than a line how many characters. */
export interface DeskForm<Required extends string, Optional extends string> {
  readonly path: string;
  readonly required: readonly Required[];
  readonly optional: readonly Optional[];
  readonly longest?: Readonly<Record<string, number>>;
}

const boxes = services.map((service) => `service-${service}` as const);

/** A reason is told to somebody: a paragraph. */
const reason = { reason: 1000 };

/** A pasted list: more lines than a sponsor may have guests, which the page says. */
const list = { people: 20_000 };

export const guestPath = '/sponsor/guests/:requestId{[0-9A-Z]{26}}';
export const requestPath = '/cri/requests/:requestId{[0-9A-Z]{26}}';
export const accountPath = '/cri/accounts/:accountId{[0-9A-Z]{26}}';

/** Every form of the desks (D-09, D-12). */
export const deskForms = {
  ask: {
    path: '/sponsor/ask',
    required: ['form', 'firstName', 'lastName', 'mail', 'reason', 'from', 'until'],
    optional: ['kind', 'card', ...boxes],
    longest: reason,
  },
  askGroup: {
    path: '/sponsor/group',
    required: ['form', 'people', 'reason', 'from', 'until'],
    optional: ['kind', ...boxes],
    longest: { ...reason, ...list },
  },
  extend: { path: `${guestPath}/extend`, required: ['until', 'reason'], optional: [], longest: reason },
  end: { path: `${guestPath}/end`, required: [], optional: [] },
  undo: { path: `${guestPath}/undo`, required: [], optional: [] },
  handOver: { path: `${guestPath}/hand-over`, required: ['colleague'], optional: [] },
  takeBack: { path: `${guestPath}/take-back`, required: [], optional: [] },
  accept: { path: `${guestPath}/accept`, required: [], optional: [] },
  refuse: { path: `${guestPath}/refuse`, required: [], optional: [] },
  withdraw: { path: `${guestPath}/withdraw`, required: [], optional: [] },
  card: { path: `${guestPath}/card`, required: [], optional: [] },
  // `version`: of the request that the page showed; two people do not decide on it.
  decide: {
    path: `${requestPath}/decide`,
    required: ['version', 'until', 'reason'],
    optional: ['verdict', ...boxes],
    longest: reason,
  },
  entrust: { path: `${requestPath}/hand-over`, required: ['colleague'], optional: [] },
  findAccount: { path: '/cri/accounts', required: ['name'], optional: [] },
  lock: { path: `${accountPath}/lock`, required: ['reason'], optional: [], longest: reason },
  unlock: { path: `${accountPath}/unlock`, required: ['reason'], optional: [], longest: reason },
  confirmHold: { path: '/cri/nights', required: ['reason'], optional: ['hold'], longest: reason },
} as const satisfies Record<string, DeskForm<string, string>>;
