import { findAccount } from '../../account/account-repository.ts';
import { findLink } from '../../link/find-link.ts';
import { isLive } from '../../link/link.ts';
import { comparableAddress } from '../../mail/comparable-address.ts';
import { cardToken } from '../../request/card-code.ts';
import { clientBucket, networks } from '../../throttle/client-bucket.ts';
import { type Counted, countUses } from '../../throttle/count-uses.ts';
import type { Limit } from '../../throttle/throttle.ts';
import { triesByAddress, triesByName } from '../../session/sign-in.ts';
import { rememberLink } from '../cookies.ts';
import type { FieldError } from '../error-summary.tsx';
import { readForm } from '../form.ts';
import type { PortalContext, Routes } from '../portal-env.ts';
import { CardEntryPage, cardTexts } from './card-entry-page.tsx';

/** By the login that is typed. A code of 100 bits needs no limit; a mistake in the code would. */
const codesByLogin: Limit = triesByName;

/** A guest who was handed a card types what is printed on it: it stands for the link that others are mailed. */
export const cardRoutes: Routes = (app, deps, tools) => {
  const { tables, university, now } = deps;
  const campus = networks(university.campusRanges);

  app.get('/card', (c) => c.html(<CardEntryPage view={tools.view(c)} typed="" errors={[]} />));

  app.post('/card', async (c) => {
    const sent = await readForm(c, ['login', 'code']);
    if (!sent) return tools.error(c, 400);
    const login = comparableAddress(sent.login);
    if (login === '') return again(c, sent.login, { field: 'login', text: cardTexts.loginMissing });
    const hmacKey = await deps.hmacKey();
    // Counted before anything is looked up, whoever is named (D-03).
    const client = clientBucket(c.env.clientAddress, campus);
    const counted: Counted[] = [
      { bucket: `card#login#${login}`, limit: codesByLogin },
      ...(client === undefined ? [] : [{ bucket: `card#${client}`, limit: triesByAddress }]),
    ];
    const tooOften = (await countUses(counted, { tables, hmacKey, now })) !== undefined;
    const token = cardToken(sent.code);
    const link = token === undefined ? undefined : await findLink(token, { tables, hmacKey });
    const account = link && (await findAccount(link.accountId, tables));
    const opens = ['activation', 'recovery'] as const;
    const purpose = opens.find((each) => link !== undefined && isLive(link, account, each, now()));
    if (tooOften || token === undefined || purpose === undefined || account?.login !== login) {
      return again(c, sent.login, { field: 'code', text: cardTexts.refused });
    }
    rememberLink(c, token);
    return c.redirect(purpose === 'activation' ? '/activate' : '/recover', 303);
  });

  function again(c: PortalContext, typed: string, error: FieldError) {
    c.status(422);
    return c.html(<CardEntryPage view={tools.view(c)} typed={typed.trim()} errors={[error]} />);
  }
};
