import type { AskedField, FieldProblem, StayProblemCode } from '../../request/asked-stay.ts';
import type { Text } from '../../university/university.ts';
import { writtenDay } from '../language.ts';

/** What to correct in a form that asks for a stay. */
const problemTexts = {
  required: { fr: 'À remplir', en: 'To be filled in' },
  'too-long': { fr: 'C’est trop long', en: 'This is too long' },
  'control-character': {
    fr: 'Un caractère invisible s’y trouve : retapez-le',
    en: 'It holds an invisible character: type it again',
  },
  'no-letters': {
    fr: 'Ce nom n’a pas de lettre dont faire un identifiant : écrivez-le en lettres latines',
    en: 'This name has no letter to make a login of: write it in Latin letters',
  },
  'malformed-address': {
    fr: 'Ce n’est pas une adresse de courriel, comme grace@example.org',
    en: 'This is not a mail address, such as grace@example.org',
  },
  'address-inside': {
    fr: 'C’est une adresse de l’université : donnez-en une d’ailleurs',
    en: 'This is an address of the university: give one from elsewhere',
  },
  'address-or-card': { fr: 'Donnez une adresse, ou cochez la carte', en: 'Give an address, or tick the card' },
  'address-and-card': { fr: 'Une adresse ou une carte, pas les deux', en: 'An address or a card, not both' },
  'not-a-date': { fr: 'Ce n’est pas une date, comme 2026-12-31', en: 'This is not a date, such as 2026-12-31' },
  'in-the-past': { fr: 'Ce jour est passé', en: 'This day is over' },
  'too-far-ahead': {
    fr: 'C’est dans plus de 14 jours : le compte s’ouvre tout de suite, demandez-le plus tard',
    en: 'This is more than 14 days ahead: the account opens at once, ask for it later',
  },
  'end-before-start': {
    fr: 'Le dernier jour vient avant le premier',
    en: 'The last day comes before the first',
  },
  unknown: { fr: 'Choisissez une des réponses', en: 'Choose one of the answers' },
  'never-granted': {
    fr: 'Un compte de cette sorte n’ouvre jamais ce service',
    en: 'An account of this kind never opens this service',
  },
  'not-a-contact': {
    fr: 'Un compte local est demandé par un membre de l’ISIMA ou du LIMOS',
    en: 'A local account is asked for by a member of ISIMA or LIMOS',
  },
  repeated: { fr: 'Cette personne est déjà plus haut', en: 'This person is further up already' },
} as const satisfies Record<Exclude<StayProblemCode, 'stay-too-long'>, Text>;

function tooLong(latest: string): Text {
  return {
    fr: `Le séjour est trop long pour ce compte, dont la durée compte à partir d’aujourd’hui : au plus tard le ${writtenDay(latest, 'fr')}`,
    en: `The stay is too long for this account, whose time counts from today: ${writtenDay(latest, 'en')} at the latest`,
  };
}

const names = {
  kind: { fr: 'Compte', en: 'Account' },
  firstName: { fr: 'Prénom', en: 'First name' },
  lastName: { fr: 'Nom', en: 'Last name' },
  mail: { fr: 'Courriel', en: 'Mail' },
  reason: { fr: 'Motif', en: 'Reason' },
  startsOn: { fr: 'Premier jour', en: 'First day' },
  endsOn: { fr: 'Dernier jour', en: 'Last day' },
  services: { fr: 'Services', en: 'Services' },
} as const satisfies Record<AskedField, Text>;

/** A problem with the field that it is about, since a summary stands away from it. */
export function problemText(problem: FieldProblem): Text {
  const text = problem.code === 'stay-too-long' ? tooLong(problem.latest) : problemTexts[problem.code];
  return joined(names[problem.field], text);
}

/** The same of one line of a list. */
export function lineText(line: number, text: Text): Text {
  return joined({ fr: `Ligne ${line}`, en: `Line ${line}` }, text);
}

function joined(head: Text, tail: Text): Text {
  return { fr: `${head.fr} : ${tail.fr}`, en: `${head.en}: ${tail.en}` };
}
