import type { Account, PasswordPurpose } from '../../account/account.ts';
import type { Link } from '../../link/link.ts';
import { getOperation } from '../../operation/operation-repository.ts';
import { acceptPassword, type ChosenPassword, resultToken } from '../../password/accept-password.ts';
import type { PasswordOperation } from '../../operation/operation.ts';
import { deviceCookie, namesOf, nonceBytes } from '../../session/known-device.ts';
import { choiceDigest } from '../../password/choice-digest.ts';
import { passwordTyped } from '../../password/password-shape.ts';
import type { Write } from '../../table/tables.ts';
import { rememberDevice, rememberedDevice, rememberLink, rememberNotice } from '../cookies.ts';
import { heldLink, type HeldLink, otherLink } from './held-link.tsx';
import { operationIdOf } from '../operation-id.ts';
import type { PortalContext, PortalDeps, PortalTools } from '../portal-env.ts';

/**
 * Takes a password in for a link, which that consumes, and leads to the page that follows it: this browser holds the `result`
 * link from then on in the place of the one that was used, and is known: by a link, its owner gets in whatever strangers do
 * (D-11). It signs nobody in (B-09).
 * @returns `undefined` when the link was used, or the account changed, meanwhile: nothing has changed then.
 * @throws RetryableError when the tables, the vault's key or the engine are away: the same form may be sent again.
 */
export async function choosePassword(
  c: PortalContext,
  link: Link,
  chosen: Omit<ChosenPassword, 'language' | 'spend'>,
  deps: PortalDeps,
): Promise<Response | undefined> {
  const { operationId, purpose, account } = chosen;
  const accepted = await acceptPassword(
    { ...chosen, language: c.get('language'), spend: [spent(link, operationId)] },
    { ...deps, hmacKey: await deps.hmacKey() },
  );
  if (accepted.outcome === 'proof-gone') return undefined;
  return follow(c, { operationId, purpose, account: { ...account, ...chosen.decided } }, accepted.token, deps);
}

/**
 * The choice that a form stands for. One that was sent before is followed first: it has used the link that it came from.
 * @returns the answer, when the form was sent before or is of another link than the one that this browser holds.
 */
export async function openChoice(
  c: PortalContext,
  sent: Readonly<Record<'form' | 'link' | 'password', string>>,
  deps: PortalDeps,
  tools: PortalTools,
): Promise<Response | { readonly held: HeldLink; readonly operationId: string }> {
  const held = await heldLink(c, deps);
  const accountId = held.account?.accountId ?? '';
  const operationId = operationIdOf('password', sent.form, [accountId], await deps.hmacKey());
  const before = await chosenBefore(c, held, { operationId, typed: sent.password }, deps);
  return before ?? (await otherLink(c, held, sent, tools)) ?? { held, operationId };
}

/**
 * Of a form that was sent before: the page that follows what it asked for then. The workflow is started again, for the
 * case that it never was.
 * @returns `undefined` for any other form.
 */
async function chosenBefore(
  c: PortalContext,
  { link, account }: HeldLink,
  { operationId, typed }: { operationId: string; typed: string },
  deps: PortalDeps,
): Promise<Response | undefined> {
  if (!link || (link.operationId !== operationId && link.usedBy !== operationId)) return undefined;
  const operation = await getOperation(operationId, 'password', deps);
  if (!account || operation?.accountId !== account.accountId) return undefined;
  const hmacKey = await deps.hmacKey();
  tellWhichCounts(c, operation, typed, hmacKey);
  return follow(c, { operationId, purpose: operation.purpose, account }, resultToken(operationId, hmacKey), deps);
}

/** Of a form that was sent again with another password: what is followed is the first one. */
export function tellWhichCounts(
  c: PortalContext,
  { operationId, choice }: PasswordOperation,
  typed: string,
  hmacKey: string,
): void {
  const isOther = choice !== undefined && choice !== choiceDigest(operationId, passwordTyped(typed), hmacKey);
  if (isOther) rememberNotice(c, 'first-counts');
}

/** The cookies first: when the engine is away, the page of the error has them, and sent again the form finds them. */
async function follow(
  c: PortalContext,
  { operationId, purpose, account }: { operationId: string; purpose: PasswordPurpose; account: Account },
  token: string,
  { start, hmacKey, randomBytes }: PortalDeps,
): Promise<Response> {
  rememberLink(c, token);
  const known = { hmacKey: await hmacKey(), fresh: () => randomBytes(nonceBytes) };
  rememberDevice(c, deviceCookie(rememberedDevice(c), namesOf(account), known));
  await (purpose === 'activation' ? start.activation : start.password)(operationId, { operationId });
  return c.redirect('/result', 303);
}

function spent({ tokenHash }: Link, operationId: string): Write {
  return { table: 'links', update: { tokenHash }, set: { usedBy: operationId }, if: { absent: ['usedBy'] } };
}
