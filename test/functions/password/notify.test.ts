import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../functions/account/account.ts';
import { markAddress } from '../../../functions/mail/address-health.ts';
import { contract, notify } from '../../../functions/password/notify.ts';
import type { PasswordOperation } from '../../../functions/operation/operation.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { mailingWorld, type MailingWorld } from '../../support/mailing-world.ts';

type Outcome = 'everywhere' | 'somewhere' | 'nowhere' | 'partly' | 'cleared';
const outcomes: readonly Outcome[] = ['everywhere', 'somewhere', 'nowhere', 'partly', 'cleared'];
const epoch = 4;
const [verified, pending] = [
  { status: 'verified', epoch },
  { status: 'pending', epoch },
] as const;
const passwords = {
  everywhere: { uca: verified, 'isima-limos': verified },
  somewhere: { uca: verified, 'isima-limos': pending },
  nowhere: { uca: pending, 'isima-limos': pending },
  partly: { uca: verified, 'isima-limos': { status: 'refused', reason: 'in-history', epoch } },
  cleared: { uca: verified, 'isima-limos': { status: 'cleared', epoch } },
} as const satisfies Record<Outcome, Account['passwords']>;
const hadOne = { uca: { status: 'verified', epoch: 3 }, 'isima-limos': { status: 'verified', epoch: 3 } } as const;

/** Somebody whose choice of password has come to this. */
async function chosen(
  outcome: Outcome,
  { account = {}, operation = {} }: { account?: Partial<Account>; operation?: Partial<PasswordOperation> } = {},
) {
  const world = mailingWorld();
  const { accountId } = await world.person({ credentialEpoch: epoch, passwords: passwords[outcome], ...account });
  const asked = { kind: 'password', purpose: 'recovery', accountId, epoch, before: hadOne, ...operation } as const;
  const operationId = await world.ask(asked);
  const isOpen = (outcome === 'somewhere' || outcome === 'nowhere') && operation.outcome !== 'refused';
  if (isOpen) await world.change(accountId, { openPassword: { operationId, purpose: 'recovery' } });
  const input = { operationId, password: { outcome, accountId } };
  return { world, accountId, input, tell: () => notify(input, world) };
}
const plain = (text = '') => text.replace(/\s+/g, ' ');
const textTo = (world: MailingWorld, to: string) => plain(world.mail.to(to)[0]?.text);
const [home, campus] = ['adalovel@home.example', 'ada.lovelace@etu.uca.fr'];

describe.each(outcomes)('a choice of password that ends %s', (outcome) => {
  test('6.3.7, A-08: is told to both addresses, once each, also after 50 redeliveries', async () => {
    const { world, tell } = await chosen(outcome);
    expect(await tell()).toEqual({ outcome: 'told' });
    for (let run = 0; run < 50; run += 1) await tell();
    expect(world.mail.sent.map(({ to }) => to).toSorted()).toEqual([campus, home].toSorted());
  });

  test('6.3.7: is told once when 20 runs try at once', async () => {
    const { world, tell } = await chosen(outcome);
    await Promise.allSettled(Array.from({ length: 20 }, tell));
    await tell();
    expect(world.mail.sent).toHaveLength(2);
  });

  test('lets each reader say that it was not them, by a link of its own that lets nobody in', async () => {
    const { world, accountId, tell } = await chosen(outcome);
    await tell();
    const links = await Promise.all(world.mail.sent.map(world.linksIn));
    for (const each of links) expect(each).toContainEqual({ purpose: 'not-me', accountId, live: true });
    world.clock.at = world.clock.at.add({ hours: 7 * 24 - 1 });
    await world.change(accountId, { credentialEpoch: epoch + 1, liveLinks: [] });
    const later = (await Promise.all(world.mail.sent.map(world.linksIn))).flat();
    expect(later.filter(({ purpose, live }) => purpose === 'not-me' && live)).toHaveLength(2);
    for (const { text } of world.mail.sent) expect(plain(text)).toContain('https://support.isima.fr');
  });

  test('G-09: is told without birth date, file number or hash', async () => {
    const { world, tell } = await chosen(outcome);
    await tell();
    const written = JSON.stringify(world.mail.sent);
    expect(written).not.toMatch(/2008|D2026-0001|OPI-0001/);
  });

  test('is told to the other address when one cannot be reached, and again to the one that failed', async () => {
    const { world, tell } = await chosen(outcome);
    world.mail.throttle(1);
    await expect(tell()).rejects.toThrow(RetryableError);
    expect(world.mail.sent).toHaveLength(1);
    await tell();
    expect(world.mail.sent).toHaveLength(2);
  });
});

describe('the notice', () => {
  test('of an activation says what to do next with what the account opens, and nothing else', async () => {
    const { world, tell } = await chosen('everywhere', { operation: { purpose: 'activation', before: {} } });
    await tell();
    const text = textTo(world, home);
    expect(text).toContain('Votre compte Université Clermont Auvergne est actif');
    for (const word of ['eduroam', 'ENT', 'Messagerie', 'imprimantes']) expect(text).toContain(word);
    expect(text).not.toMatch(/services de l’école|services du laboratoire/);
  });

  test('of a change says that the former password and the sessions are dead', async () => {
    const { world, tell } = await chosen('everywhere');
    await tell();
    expect(textTo(world, campus)).toContain('l’ancien nulle part');
  });

  test('of a directory that is away says which, what works there until then, and that a mail follows', async () => {
    const { world, tell } = await chosen('somewhere');
    await tell();
    const text = textTo(world, home);
    expect(text).toContain('annuaire de l’UCA : le mot de passe choisi y fonctionne.');
    expect(text).toMatch(/annuaire ISIMA\/LIMOS : il ne répond pas .* L’ancien y fonctionne encore\./);
    expect(text).toContain('un autre courriel vous dira quand c’est terminé');
  });

  test.each([
    ['active', 'somewhere', 'est actif, mais un annuaire ne répond pas'],
    ['provisioned', 'nowhere', 'vient d’être choisi'],
  ] as const)(
    'of a first password that waits says of an account that is %s what is so',
    async (state, outcome, said) => {
      const { world, tell } = await chosen(outcome, {
        account: { state },
        operation: { purpose: 'activation', before: {} },
      });
      await tell();
      expect(textTo(world, home)).toContain(said);
      expect(textTo(world, home).includes('est actif')).toBe(state === 'active');
    },
  );

  test('of a directory that did not follow the change before says that nobody knows what works there', async () => {
    const before = { ...hadOne, 'isima-limos': { status: 'refused', epoch: 3 } } as const;
    const { world, tell } = await chosen('partly', { operation: { before } });
    await tell();
    expect(textTo(world, home)).toContain('vous l’avez déjà eu. L’ancien y fonctionne peut-être encore.');
  });

  test('of a first password says that none works yet in a directory that is away', async () => {
    const { world, tell } = await chosen('nowhere', { operation: { purpose: 'activation', before: {} } });
    await tell();
    expect(textTo(world, home)).toMatch(/annuaire de l’UCA : .* Aucun mot de passe n’y fonctionne\./);
  });

  test('of a refusal says which directory, why in words, what holds there, and where to choose another one', async () => {
    const { world, tell } = await chosen('partly');
    await tell();
    const text = textTo(world, home);
    expect(text).toContain(
      'annuaire ISIMA/LIMOS : il a refusé le mot de passe choisi : vous l’avez déjà eu. L’ancien y fonctionne encore.',
    );
    expect(text).toContain('ISIMA/LIMOS directory: it refused the password that was chosen: you have had it before.');
    expect(text).toContain('https://compte.example');
  });

  test('of a lost password has a way to choose another one, at the recovery address alone', async () => {
    const { world, accountId, tell } = await chosen('cleared');
    await tell();
    const links = async (to: string) =>
      (await Promise.all(world.mail.to(to).map(world.linksIn))).flat().map(({ purpose, live }) => `${purpose} ${live}`);
    expect((await links(home)).toSorted()).toEqual(['not-me true', 'recovery true']);
    expect(await links(campus)).toEqual(['not-me true']);
    expect((await world.account(accountId)).liveLinks).toHaveLength(1);
    expect(textTo(world, home)).toContain('n’a pas pu y arriver à temps. Aucun mot de passe n’y fonctionne.');
  });

  test.each([
    ['locked', { lock: { reason: 'stolen', at: '' } }],
    ['suspended', { state: 'suspended' as const }],
    ['under a newer choice', { credentialEpoch: epoch + 1 }],
  ])('A-04: of a lost password lets nobody into an account that is %s', async (_, account) => {
    const { world, tell } = await chosen('cleared', { account });
    await tell();
    expect(world.tables.rows('links').map(({ purpose }) => purpose)).toEqual(['not-me', 'not-me']);
  });

  test('B-17: tells an address that waited that it is undone, and of no new one', async () => {
    const former = [{ address: 'new@home.example', operationId: ulid(), undone: true } as const];
    const { world, tell } = await chosen('everywhere', { operation: { purpose: 'recovery', former } });
    await tell();
    const [mail] = world.mail.to('new@home.example');
    expect(mail?.subject).toContain('unchanged');
    expect(plain(mail?.text)).toContain('the change is undone');
    expect(plain(mail?.text)).not.toContain('the new address');
  });

  test('goes to the former recovery address too when another one was chosen, once, whatever the outcomes', async () => {
    const formerAddress = 'old@home.example';
    const former = [{ address: formerAddress, operationId: ulid() }];
    const { world, input, tell } = await chosen('somewhere', { operation: { purpose: 'activation', former } });
    await tell();
    await notify({ ...input, password: { ...input.password, outcome: 'everywhere' } }, world);
    const [mail, ...more] = world.mail.to(formerAddress);
    expect(more).toEqual([]);
    expect(plain(mail?.text)).toContain('L’adresse de récupération');
    expect(mail?.text).not.toContain(home);
    expect(mail && (await world.linksIn(mail))).toMatchObject([{ purpose: 'not-me' }]);
    expect(world.mail.to(home)).toHaveLength(2);
  });

  test('goes to every address that was given up on the way, once, whichever choice of password tells it', async () => {
    const [one, other] = [
      { address: 'one@home.example', operationId: ulid() },
      { address: 'other@home.example', operationId: ulid() },
    ];
    const { world, accountId, tell } = await chosen('nowhere', { operation: { former: [one, other] } });
    await tell();
    const later = await world.ask({
      ...{ kind: 'password', purpose: 'recovery', accountId, epoch, before: hadOne },
      former: [one, other],
    });
    await notify({ operationId: later, password: { outcome: 'refused', accountId } }, world);
    for (const { address } of [one, other]) expect(world.mail.to(address)).toHaveLength(1);
  });

  test('goes to nobody when there is no address that works', async () => {
    const { world, tell } = await chosen('everywhere', { account: { mailAddress: undefined } as never });
    await markAddress({ address: home, status: 'bounced', at: world.clock.at }, world);
    expect(await tell()).toEqual({ outcome: 'nobody-to-tell' });
    expect(world.mail.sent).toEqual([]);
  });

  test('is of the account that the operation is about, and of no other (A-06)', async () => {
    const { world, input } = await chosen('everywhere');
    const other = await world.person({ login: 'other' });
    const swapped = { ...input, password: { ...input.password, accountId: other.accountId } };
    await expect(notify(swapped, world)).rejects.toThrow('of this account');
  });

  test('of one that was refused is for the address that was given up with it, once, and for nobody else', async () => {
    const formerAddress = 'old@home.example';
    const former = [{ address: formerAddress, operationId: ulid() }];
    const { world, input } = await chosen('everywhere', { operation: { former } });
    const refused = { ...input, password: { ...input.password, outcome: 'refused' as const } };
    for (let run = 0; run < 3; run += 1) await notify(refused, world);
    expect(world.mail.sent.map(({ to }) => to)).toEqual([formerAddress]);
    const nothing = await chosen('everywhere');
    await notify({ ...nothing.input, password: { ...nothing.input.password, outcome: 'refused' } }, nothing.world);
    expect(nothing.world.mail.sent).toEqual([]);
  });

  test('of one that was refused while another was on its way says where that one gets no more, with a link at the recovery address', async () => {
    const [uca, isima] = [
      { status: 'verified', epoch },
      { status: 'pending', epoch },
    ] as const;
    const before = { uca: { ...uca, epoch: 3 }, 'isima-limos': { ...isima, epoch: 3 } } as const;
    const { world, input } = await chosen('somewhere', {
      operation: { before, outcome: 'refused', refusals: { uca: 'in-history' } },
    });
    await notify({ ...input, password: { ...input.password, outcome: 'refused' } }, world);
    const text = textTo(world, home);
    expect(text).toContain('a été refusé, et le précédent n’était pas encore partout');
    expect(text).toContain('annuaire de l’UCA : il a refusé le mot de passe choisi : vous l’avez déjà eu. L’ancien y');
    expect(text).toContain('n’y est pas arrivé. Ce qui y fonctionnait avant est effacé dès que l’annuaire répond.');
    const links = await Promise.all(world.mail.sent.map(world.linksIn));
    expect(
      links
        .flat()
        .map(({ purpose }) => purpose)
        .toSorted(),
    ).toEqual(['not-me', 'not-me', 'recovery']);
    expect(textTo(world, campus)).toContain('a été refusé');
  });

  test('A-04: of one that the account did not outlive says so at the recovery address, and holds no link', async () => {
    const { world, input } = await chosen('nowhere', { account: { lastDay: '2026-11-01' } });
    await notify({ ...input, password: { ...input.password, outcome: 'ended' } }, world);
    expect(world.mail.sent.map(({ to }) => to)).toEqual([home]);
    expect(textTo(world, home)).toContain('a pris fin');
    expect(world.tables.rows('links')).toEqual([]);
  });

  test('of a directory that has no entry says that another password would change nothing, and whom to ask', async () => {
    const { world, tell } = await chosen('partly', {
      account: {
        passwords: { uca: verified },
        directories: { uca: { status: 'verified', revision: 1 }, 'isima-limos': { status: 'refused', revision: 1 } },
      },
      operation: { before: {} },
    });
    await tell();
    const text = textTo(world, home);
    expect(text).toMatch(/annuaire ISIMA\/LIMOS : il a refusé .* Aucun mot de passe n’y fonctionne\./);
    expect(text).toContain('Un autre mot de passe n’y changerait rien : adressez-vous à');
    expect(text).not.toContain('choisissez-en un autre');
  });

  test('is of no choice that something newer holds over', () => {
    const password = { outcome: 'superseded', accountId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C6' };
    expect(contract.input.safeParse({ operationId: password.accountId, password }).success).toBe(false);
  });
});
