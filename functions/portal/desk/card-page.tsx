import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../../account/account-dates.ts';
import type { Card } from '../../request/make-card.ts';
import { type Language, languages, type Text } from '../../university/university.ts';
import { Fact } from '../account/account-section.tsx';
import { sayIn, writtenDay, writtenMoment } from '../language.ts';
import { Back, Page, type View } from '../page.tsx';
import { QrCode } from './qr-code.tsx';

const texts = {
  title: { fr: 'Carte de', en: 'Card of' },
  once: {
    fr: 'Imprimez cette page maintenant : le code ne s’affiche qu’une fois. Carte perdue ? Préparez-en une autre : elle annule celle-ci.',
    en: 'Print this page now: the code is shown once. If the card is lost, prepare another one; it cancels this one.',
  },
  print: {
    fr: 'Imprimer : Ctrl + P, ou le menu de votre navigateur.',
    en: 'Print: Ctrl + P, or the menu of your browser.',
  },
  welcome: { fr: 'Bienvenue', en: 'Welcome' },
  how: {
    fr: 'Lisez le QR code avec votre téléphone, ou ouvrez cette page et tapez votre identifiant et le code :',
    en: 'Scan the QR code with your phone, or open this page and type your login and the code:',
  },
  then: { fr: 'Vous y choisissez votre mot de passe.', en: 'There you choose your password.' },
  login: { fr: 'Identifiant', en: 'Login' },
  code: { fr: 'Code, utilisable une fois', en: 'Code, works once' },
  until: { fr: 'À utiliser avant le', en: 'To be used before' },
  lastDay: { fr: 'Dernier jour du compte', en: 'Last day of the account' },
  qr: { fr: 'QR code de la page de choix du mot de passe', en: 'QR code of the page where the password is chosen' },
} as const satisfies Record<string, Text>;

interface CardPageProps {
  readonly view: View;
  readonly name: string;
  readonly back: string;
  /** The address at which a code is typed. */
  readonly typeAt: string;
  readonly card: Card;
}

/** A card to print: what stands outside it stays off the paper. It is in both languages: a guest may read the sponsor's or not. */
export function CardPage({ view, name, back, typeAt, card }: CardPageProps) {
  const { say, language, university } = view;
  const title = `${say(texts.title)} ${name}`;
  const inOrder = languages.toSorted((a, b) => Number(b === language) - Number(a === language));
  const inBoth = (write: (language: Language) => string) => inOrder.map(write).join(' / ');
  const named = (text: Text) => inBoth((each) => sayIn(each)(text));
  // A card does not outlive the account.
  const endsBefore = dayOf(Temporal.Instant.from(card.endsAt), university.timeZone) <= card.lastDay;
  return (
    <Page view={view} title={title}>
      <Back view={view} to={back} />
      <h1>{title}</h1>
      <div class="off-paper">
        <p class="lead">{say(texts.once)}</p>
        <p>{say(texts.print)}</p>
      </div>
      <article class="card" aria-label={title}>
        <QrCode text={card.url} label={say(texts.qr)} />
        <div>
          {inOrder.map((each) => (
            <p lang={each}>
              <strong>
                {sayIn(each)(texts.welcome)} · {sayIn(each)(university.name)}
              </strong>
              <br />
              {sayIn(each)(texts.how)} <strong>{typeAt.replace(/^https?:\/\//, '')}</strong>. {sayIn(each)(texts.then)}
            </p>
          ))}
        </div>
        <dl class="facts">
          <Fact name={named(texts.login)}>
            <code>{card.login}</code>
          </Fact>
          <Fact name={named(texts.code)}>
            <code class="code">{card.code}</code>
          </Fact>
          {endsBefore && (
            <Fact name={named(texts.until)}>
              {inBoth((each) => writtenMoment(card.endsAt, university.timeZone, each))}
            </Fact>
          )}
          <Fact name={named(texts.lastDay)}>{inBoth((each) => writtenDay(card.lastDay, each))}</Fact>
        </dl>
      </article>
    </Page>
  );
}
