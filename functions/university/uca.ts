import { ucaQuestions } from './uca-questions.ts';
import type { University } from './university.ts';

// The Université Clermont Auvergne, ISIMA and LIMOS. Another university rewrites this file, with the
// answers of its help page beside it, and no other.
// The rules are those of the account page of UCA and ISIMA/LIMOS that the product implements.

const isima = { directories: ['isima-limos'], services: ['isima'] } as const;
const limos = { directories: ['isima-limos'], services: ['limos'] } as const;

/** Warnings before the last day, in days: a month, a week, the eve. */
const warningDays = [30, 7, 1] as const;

export const uca = {
  name: { fr: 'Université Clermont Auvergne', en: 'Université Clermont Auvergne' },
  shortName: 'UCA',
  timeZone: 'Europe/Paris',
  scope: 'uca.fr',
  mail: { from: 'Compte UCA <compte@uca.fr>' },

  populations: {
    student: {
      label: { fr: 'étudiant·e', en: 'student' },
      office: 'registrar',
      mailDomain: 'etu.uca.fr',
      directories: ['uca'],
      byAffiliation: { isima },
      services: ['ent', 'mail', 'eduroam', 'printing'],
      eduPersonAffiliations: ['student', 'member'],
      graceDays: 30,
      endOptional: false,
      warningDays,
      ownSchedule: false,
    },
    phd: {
      label: { fr: 'doctorant·e', en: 'PhD student' },
      office: 'registrar',
      mailDomain: 'doctorant.uca.fr',
      directories: ['uca'],
      byAffiliation: { limos },
      services: ['ent', 'mail', 'eduroam', 'printing'],
      eduPersonAffiliations: ['student', 'member'],
      graceDays: 30,
      endOptional: false,
      warningDays,
      ownSchedule: false,
      besideAnother: {
        fr: 'C’est le compte doctorant, qui sert pour le LIMOS.',
        en: 'It is the PhD account, which serves LIMOS.',
      },
    },
    staff: {
      label: { fr: 'personnel', en: 'staff' },
      office: 'hr',
      mailDomain: 'uca.fr',
      directories: ['uca'],
      byAffiliation: { isima, limos },
      services: ['ent', 'mail', 'eduroam', 'printing'],
      eduPersonAffiliations: ['employee', 'member'],
      graceDays: 30,
      endOptional: true,
      warningDays,
      ownSchedule: false,
      besideAnother: {
        fr: 'C’est le compte de personnel, qui sert pour l’ISIMA.',
        en: 'It is the staff account, which serves ISIMA.',
      },
      afterAnother: {
        phd: {
          fr: 'Une fois le compte doctorant terminé, seul le compte de personnel sert, pour l’ISIMA comme pour le LIMOS.',
          en: 'Once the PhD account has ended, use the staff account only, for ISIMA and LIMOS alike.',
        },
      },
    },
    guest: {
      label: { fr: 'invité·e, visiteur·se, stagiaire', en: 'guest, visitor, intern' },
      office: 'cri',
      mailDomain: 'ext.uca.fr',
      directories: ['uca', 'isima-limos'],
      byAffiliation: { isima, limos },
      services: ['ent', 'eduroam', 'printing'],
      eduPersonAffiliations: ['affiliate'],
      graceDays: 0,
      longestStay: { months: 12 },
      endOptional: false,
      warningDays,
      ownSchedule: true,
    },
    'temporary-guest': {
      label: { fr: 'invité·e temporaire', en: 'temporary guest' },
      office: 'cri',
      directories: ['uca'],
      byAffiliation: {},
      services: ['ent', 'eduroam', 'printing'],
      eduPersonAffiliations: ['affiliate'],
      graceDays: 0,
      longestStay: { days: 30 },
      endOptional: false,
      warningDays: [1],
      ownSchedule: true,
    },
    local: {
      label: { fr: 'compte local ISIMA/LIMOS', en: 'ISIMA/LIMOS local account' },
      office: 'cri',
      directories: ['isima-limos'],
      byAffiliation: { isima, limos },
      services: [],
      eduPersonAffiliations: ['affiliate'],
      graceDays: 0,
      longestStay: { months: 12 },
      endOptional: false,
      warningDays,
      ownSchedule: true,
    },
  },

  offices: {
    registrar: {
      label: { fr: 'la scolarité', en: 'the registrar’s office' },
      contact: { fr: 'votre service de scolarité (scola)', en: 'your registrar’s office (scola)' },
    },
    hr: {
      label: { fr: 'les ressources humaines', en: 'Human Resources' },
      contact: {
        fr: 'la direction des ressources humaines, ou l’administration de l’ISIMA ou du LIMOS',
        en: 'the Human Resources department, or the ISIMA or LIMOS administration',
      },
    },
    cri: {
      label: { fr: 'le CRI ISIMA/LIMOS', en: 'the CRI ISIMA/LIMOS' },
      contact: {
        fr: 'le CRI ISIMA/LIMOS : https://support.isima.fr',
        en: 'the CRI ISIMA/LIMOS: https://support.isima.fr',
      },
    },
  },

  services: {
    ent: { fr: 'l’ENT (ent.uca.fr)', en: 'the ENT (ent.uca.fr)' },
    mail: { fr: 'la messagerie UCA', en: 'UCA mail' },
    eduroam: { fr: 'le Wi-Fi eduroam', en: 'eduroam Wi-Fi' },
    printing: { fr: 'les imprimantes', en: 'printing' },
    isima: { fr: 'les services de l’ISIMA', en: 'ISIMA services' },
    limos: { fr: 'les services du LIMOS', en: 'LIMOS services' },
  },
  firstUse: {
    ent: {
      fr: 'ENT : l’onglet « Mon compte » montre vos informations, sur https://ent.uca.fr',
      en: 'ENT: the “My account” tab shows your information, at https://ent.uca.fr',
    },
    mail: {
      fr: 'Messagerie : elle est dans l’ENT ; l’université vous écrit à votre adresse UCA, lisez-la régulièrement',
      en: 'Mail: it is in the ENT; the university writes to your UCA address, so read it regularly',
    },
    eduroam: {
      fr: 'Wi-Fi : choisissez le réseau eduroam, avec votre identifiant et ce mot de passe',
      en: 'Wi-Fi: choose the network eduroam, with your login and this password',
    },
    printing: {
      fr: 'Impression : les imprimantes de l’UCA demandent votre identifiant et ce mot de passe',
      en: 'Printing: the UCA printers ask for your login and this password',
    },
    isima: {
      fr: 'ISIMA : le même mot de passe ouvre les services de l’école ; une question ? https://support.isima.fr',
      en: 'ISIMA: the same password opens the services of the school; a question? https://support.isima.fr',
    },
    limos: {
      fr: 'LIMOS : le même mot de passe ouvre les services du laboratoire ; une question ? https://support.isima.fr',
      en: 'LIMOS: the same password opens the services of the laboratory; a question? https://support.isima.fr',
    },
  },

  directories: {
    uca: { label: { fr: 'annuaire de l’UCA', en: 'UCA directory' }, posix: false },
    'isima-limos': { label: { fr: 'annuaire ISIMA/LIMOS', en: 'ISIMA/LIMOS directory' }, posix: true },
  },

  passwordOrder: ['uca', 'isima-limos'],
  rolesIn: 'uca',
  passwordWords: ['uca', 'clermont', 'auvergne', 'isima', 'limos', 'universite', 'university'],
  charter: {
    version: '2026-09',
    paragraphs: [
      {
        fr: 'Tous les utilisateurs de l’ISIMA et du LIMOS sont aussi utilisateurs du système d’information de l’UCA : cette charte vaut pour les trois.',
        en: 'All users of ISIMA and LIMOS are also users of the information system of UCA: these rules hold for all three.',
      },
      {
        fr: 'Votre compte est personnel. Vous ne donnez votre mot de passe à personne, pas même à un service de l’université, et vous le changez dès que vous soupçonnez que quelqu’un le connaît.',
        en: 'Your account is yours alone. You give your password to nobody, not even to a service of the university, and you change it as soon as you suspect that somebody knows it.',
      },
      {
        fr: 'Vous utilisez les ressources informatiques pour vos études, votre travail ou votre recherche, dans le respect des lois, des droits d’auteur et des autres.',
        en: 'You use the computing resources for your studies, your work or your research, with respect for the law, for copyright and for others.',
      },
      {
        fr: 'Vous ne cherchez ni à contourner les protections ni à lire ce qui ne vous est pas destiné, et vous signalez au CRI ce qui vous paraît anormal.',
        en: 'You neither try to get around protections nor to read what is not meant for you, and you report to the CRI what seems wrong to you.',
      },
      {
        fr: 'L’université garde des traces techniques d’usage, pour la durée et les fins que la loi prévoit.',
        en: 'The university keeps technical records of use, for the time and the purposes that the law provides for.',
      },
    ],
  },

  pieces: {
    payment: {
      label: { fr: 'le paiement des droits d’inscription', en: 'the payment of the registration fees' },
      remedy: {
        fr: 'réglez vos droits sur https://inscription.uca.fr/',
        en: 'pay your fees at https://inscription.uca.fr/',
      },
    },
    cvec: {
      label: { fr: 'l’attestation CVEC', en: 'the CVEC certificate' },
      remedy: {
        fr: 'obtenez votre numéro sur https://cvec.etudiant.gouv.fr/ et donnez-le à la scolarité',
        en: 'obtain your number at https://cvec.etudiant.gouv.fr/ and give it to the registrar’s office',
      },
    },
    identity: {
      label: { fr: 'une pièce d’identité', en: 'an identity document' },
      remedy: {
        fr: 'présentez-la au service qui suit votre dossier',
        en: 'show it to the office in charge of your file',
      },
    },
    diploma: {
      label: { fr: 'le diplôme exigé', en: 'the required diploma' },
      remedy: { fr: 'remettez-en une copie à la scolarité', en: 'hand a copy to the registrar’s office' },
    },
    contract: {
      label: { fr: 'le contrat signé', en: 'the signed contract' },
      remedy: { fr: 'rendez-le signé aux ressources humaines', en: 'return it signed to Human Resources' },
    },
    address: {
      label: { fr: 'une adresse personnelle de courriel', en: 'a personal mail address' },
      remedy: {
        fr: 'donnez-la au service qui suit votre dossier (membres de l’École des Mines de Saint-Étienne : votre adresse @emse.fr)',
        en: 'give it to the office in charge of your file (members of the École des Mines de Saint-Étienne: your @emse.fr address)',
      },
    },
  },
  affiliationLabels: {
    isima: { fr: 'ISIMA', en: 'ISIMA' },
    limos: { fr: 'LIMOS', en: 'LIMOS' },
    emse: { fr: 'École des Mines de Saint-Étienne', en: 'École des Mines de Saint-Étienne' },
  },
  addressSuffixByAffiliation: { emse: '@emse.fr' },
  mailDomains: ['uca.fr', 'isima.fr', 'limos.fr'],
  cvecAsked: ['student'],

  // Bases that read as an insult in French or English, or as a system's account: they take a number.
  unwantedLogins: [
    ...['admin', 'root', 'system', 'postmast', 'abuse', 'support', 'contact', 'www', 'mail', 'test', 'null'],
    ...['anus', 'bite', 'caca', 'chatte', 'con', 'conard', 'connard', 'connasse', 'couille', 'cul', 'garce', 'merde'],
    ...['negre', 'nique', 'pede', 'penis', 'pipi', 'porc', 'pute', 'putain', 'salaud', 'salope', 'sexe', 'viol', 'zob'],
    ...['ass', 'bastard', 'bitch', 'cock', 'crap', 'cunt', 'dick', 'fag', 'fuck', 'fucker', 'nigger', 'piss', 'porn'],
    ...['pussy', 'rape', 'sex', 'shit', 'slut', 'tits', 'twat', 'wank', 'whore', 'nazi', 'hitler'],
  ],

  questions: ucaQuestions,
  twoAccounts: {
    fr: 'Vous enseignez aussi ? Vous aurez un second compte, des ressources humaines : le compte doctorant sert pour le LIMOS, l’autre pour l’ISIMA.',
    en: 'You teach as well? You will have a second account, from Human Resources: the PhD account serves LIMOS, the other one ISIMA.',
  },

  // The operator lists the public addresses of the campus: until then every client address counts.
  campusRanges: [],
  closedAfterDays: 365,
  remindedAfterDays: 30,
  // Until the operator knows the university's own: more than four in ten at once are taken for a mistake.
  brake: { share: 0.4, least: 20 },
  guestQuotas: { perSponsor: 30, altogether: 2_000 },
  unitContacts: {
    byAffiliation: { isima: 'accueil@uca.fr', limos: 'accueil@uca.fr' },
    otherwise: 'accueil@uca.fr',
  },
  ticketManager: 'support@isima.fr',
  firstUidNumber: 200_000,
  gidNumber: 10_000,
} as const satisfies University;

/** The university that this deployment serves. */
export const university: University = uca;
