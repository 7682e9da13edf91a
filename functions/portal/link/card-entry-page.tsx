import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { Back, Page, type View } from '../page.tsx';
import { TextField } from '../text-field.tsx';
import type { Text } from '../../university/university.ts';

export const cardTexts = {
  title: { fr: 'J’ai une carte', en: 'I have a card' },
  lead: {
    fr: 'Tapez ce qui est imprimé sur votre carte, ou lisez son QR code avec votre téléphone.',
    en: 'Type what is printed on your card, or scan its QR code with your phone.',
  },
  login: { fr: 'Identifiant', en: 'Login' },
  code: { fr: 'Code', en: 'Code' },
  codeHint: {
    fr: 'Vingt lettres et chiffres. Majuscules, tirets et espaces n’ont pas d’importance.',
    en: 'Twenty letters and digits. Capitals, dashes and spaces make no difference.',
  },
  submit: { fr: 'Continuer', en: 'Go on' },
  loginMissing: { fr: 'Indiquez l’identifiant de la carte', en: 'Give the login of the card' },
  // One text for all that may be wrong (D-01).
  refused: {
    fr: 'Cet identifiant et ce code n’ouvrent rien. Vérifiez-les ; une carte sert une fois, pendant 7 jours, et une carte plus récente l’annule. Après plusieurs essais, attendez un quart d’heure',
    en: 'This login and this code open nothing. Check them; a card works once, for 7 days, and a newer card cancels it. After several tries, wait a quarter of an hour',
  },
} as const satisfies Record<string, Text>;

/** Where what is printed on a card is typed. */
export function CardEntryPage({ view, typed, errors }: { view: View; typed: string; errors: readonly FieldError[] }) {
  const { say } = view;
  return (
    <Page view={view} title={titleWith(errors, say(cardTexts.title), view)}>
      <Back view={view} to="/first-time" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(cardTexts.title)}</h1>
      <p class="lead">{say(cardTexts.lead)}</p>
      <form method="post" action="/card" novalidate>
        <TextField
          view={view}
          field="login"
          label={cardTexts.login}
          width="medium"
          value={typed}
          autocomplete="username"
          errors={errors}
        />
        <TextField
          view={view}
          field="code"
          label={cardTexts.code}
          hint={cardTexts.codeHint}
          autocomplete="one-time-code"
          errors={errors}
        />
        <button type="submit">{say(cardTexts.submit)}</button>
      </form>
    </Page>
  );
}
