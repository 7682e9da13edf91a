import type { Account } from '../../account/account.ts';
import { mayHavePassword } from '../../account/account-use.ts';
import { recoveryAddressDelete, recoveryAddressOf, recoveryAddressPut } from '../../account/recovery-address.ts';
import { askedAddress } from '../../address/confirm-code.ts';
import { clearedAddress } from '../../mail/address-health.ts';
import { comparableAddress } from '../../mail/comparable-address.ts';
import { type ChosenPassword, triesAfterRefusal } from '../../password/accept-password.ts';
import type { PasswordRule } from '../../password/password-shape.ts';
import { aboutAccount } from '../password/about-account.ts';
import { ActivationPage, choiceName, type RecoveryChoice } from './activation-page.tsx';
import { activationTexts } from './activation-texts.ts';
import { choosePassword, openChoice } from './choose-password.ts';
import { rememberedAddress } from '../cookies.ts';
import type { FieldError } from '../error-summary.tsx';
import { isFormId, readForm } from '../form.ts';
import { deadLink, heldLink, openLink, type OpenLink } from './held-link.tsx';
import { passwordFields, readPassword } from '../password/password-fields.tsx';
import type { PortalContext, Routes } from '../portal-env.ts';

/** Activation: the charter, the recovery address and a first password, behind an activation link. */
export const activationRoutes: Routes = (app, deps, tools) => {
  const { tables, university, now, newId } = deps;
  const { charter } = university;

  app.get('/activate', async (c) => {
    const held = await heldLink(c, deps);
    const open = await openLink(held, 'activation', deps);
    if (!open) return held.link?.purpose === 'result' ? c.redirect('/result', 303) : deadLink(c, held, deps, tools);
    // What stands in the way of another state is told by its page.
    if (!isActivable(open.account)) return c.redirect('/status', 303);
    return page(c, open, { form: newId(), recovery: await recoveryOf(c, open) });
  });

  app.post('/activate', async (c) => {
    const sent = await readForm(c, ['form', 'link', 'recovery', 'password'], ['charter', ...passwordFields]);
    if (!sent || !isFormId(sent.form)) return tools.error(c, 400);
    const choice = await openChoice(c, sent, deps, tools);
    if (choice instanceof Response) return choice;
    const { held, operationId } = choice;
    const open = await openLink(held, 'activation', deps);
    if (!open) return deadLink(c, held, deps, tools);
    const { link, account } = open;
    if (!isActivable(account)) return c.redirect('/status', 303);

    const recovery = await recoveryOf(c, open);
    const read = await readPassword(sent, await aboutAccount(account, tables), university);
    const errors = [...recoveryErrors(open, recovery, sent.recovery), ...charterErrors(sent.charter)];
    if (errors.length > 0 || 'broken' in read) {
      c.status(422);
      const accepted = sent.charter === charter.version;
      return page(c, open, { form: sent.form, recovery, accepted, errors, ...('broken' in read && read) });
    }
    const at = now().toString();
    const language = c.get('language');
    const { decided, ...more } = recovery ? recoveryDecided(account, recovery, at) : {};
    const chosen = await choosePassword(
      c,
      link,
      {
        ...{ operationId, purpose: 'activation', account, password: read.password, triesLeft: triesAfterRefusal },
        ...more,
        decided: { charter: { version: charter.version, acceptedAt: at }, language, ...decided },
      },
      deps,
    );
    return chosen ?? deadLink(c, await heldLink(c, deps), deps, tools);
  });

  const isActivable = (account: Account) =>
    account.state === 'provisioned' && mayHavePassword(account, university, now());

  /** The address that this browser has confirmed, or the one that is known and that the link was mailed to. */
  async function recoveryOf(c: PortalContext, { account, file }: OpenLink): Promise<RecoveryChoice | undefined> {
    const known = recoveryAddressOf(account, file, now(), university);
    const asked = await askedAddress(rememberedAddress(c) ?? '', account, { ...deps, hmacKey: await deps.hmacKey() });
    if (asked?.confirmedAt !== undefined) {
      const { address, operationId } = asked;
      return { address, operationId, ...(known !== undefined && { known }) };
    }
    return known === undefined ? undefined : { address: known, known };
  }

  /** Compulsory for all but who was handed a card, and may have no address at all. */
  function recoveryErrors({ link }: OpenLink, recovery: RecoveryChoice | undefined, shown: string): FieldError[] {
    if (!recovery && link.card !== true) return [{ field: 'recovery', text: activationTexts.recoveryMissing }];
    return choiceName(recovery) === shown ? [] : [{ field: 'recovery', text: activationTexts.recoveryChanged }];
  }

  function charterErrors(accepted: string | undefined): FieldError[] {
    if (accepted === charter.version) return [];
    const { charterMissing, charterChanged } = activationTexts;
    return [{ field: 'charter', text: accepted === undefined ? charterMissing : charterChanged }];
  }

  interface Filled {
    readonly form: string;
    readonly recovery: RecoveryChoice | undefined;
    readonly accepted?: boolean;
    readonly errors?: readonly FieldError[];
    readonly broken?: readonly PasswordRule[];
    readonly mismatch?: boolean;
  }
  function page(c: PortalContext, { account, link, mark }: OpenLink, filled: Filled) {
    const { form, recovery, accepted = false, errors = [], broken = [], mismatch = false } = filled;
    return c.html(
      <ActivationPage
        {...{ view: tools.view(c), account, form, mark, recovery, errors, broken, mismatch }}
        charterAccepted={accepted}
        byCard={link.card === true}
      />,
    );
  }
};

/**
 * What becomes of the recovery address: the link that was opened proves the one that was mailed, a code another one. That one
 * recovers the account at once, since nothing was protected by the one before; which is told all the same.
 */
function recoveryDecided(
  { accountId, recovery: held }: Account,
  { address, operationId, known }: RecoveryChoice,
  at: string,
): Pick<ChosenPassword, 'decided' | 'more' | 'formerAddress'> {
  // Somebody who returns and keeps the address has it already.
  if (held && operationId === undefined) return {};
  const before = held?.address;
  const isOther = (one: string | undefined): one is string =>
    one !== undefined && comparableAddress(one) !== comparableAddress(address);
  return {
    decided: { recovery: { address, confirmedAt: at, usableFrom: at } },
    more: [
      recoveryAddressPut(accountId, address),
      ...(isOther(before) ? [recoveryAddressDelete(accountId, before)] : []),
      ...(operationId === undefined ? [] : [clearedAddress(address)]),
    ],
    ...(isOther(known) && { formerAddress: known }),
  };
}
