import type { AccessProblem } from '../../request/ask-for-access.ts';
import type { Text } from '../../university/university.ts';
import { daysText } from '../days-text.ts';
import type { FieldError } from '../error-summary.tsx';

export const accessTexts = {
  section: { fr: 'Demander un service', en: 'Ask for a service' },
  about: {
    fr: 'Ce compte n’ouvre pas tout. Demandez ce dont vous avez besoin : le CRI décide, et vous écrit sa réponse.',
    en: 'This account does not open everything. Ask for what you need: the CRI decides, and writes its answer to you.',
  },
  ask: { fr: 'Demander un service', en: 'Ask for a service' },
  title: { fr: 'Demander un service', en: 'Ask for a service' },
  service: { fr: 'Service', en: 'Service' },
  until: { fr: 'Jusqu’au (ce jour compris)', en: 'Until (this day included)' },
  untilHint: {
    fr: 'Au plus tard le dernier jour de votre compte. Le service se referme de lui-même ce jour-là.',
    en: 'At the latest the last day of your account. The service closes by itself on that day.',
  },
  reason: { fr: 'Pourquoi en avez-vous besoin ?', en: 'Why do you need it?' },
  reasonHint: {
    fr: 'Le CRI décide d’après ces lignes : le projet, l’encadrant, le cours.',
    en: 'The CRI decides by these lines: the project, the supervisor, the course.',
  },
  send: { fr: 'Envoyer la demande', en: 'Send the request' },
  wrongService: { fr: 'Choisissez un des services proposés', en: 'Choose one of the services that are offered' },
  wrongReason: { fr: 'Dites pourquoi, en quelques mots', en: 'Say why, in some words' },
  open: {
    fr: 'Vous avez déjà demandé ce service : la réponse du CRI arrive par courriel',
    en: 'You have asked for this service already: the CRI’s answer comes by mail',
  },
  waiting: { fr: 'en attente de la décision du CRI', en: 'waits for the CRI’s decision' },
  declined: { fr: 'refusé par le CRI', en: 'declined by the CRI' },
  granted: { fr: 'accordé jusqu’au', en: 'granted until' },
} as const satisfies Record<string, Text>;

/** What to correct, at the fields of the page. */
export function accessErrors(problems: readonly AccessProblem[]): FieldError[] {
  return problems.map((problem) => {
    switch (problem.field) {
      case 'service':
        return { field: 'service', text: problem.code === 'open' ? accessTexts.open : accessTexts.wrongService };
      case 'until':
        return { field: 'until', text: daysText(problem.days) };
      case 'reason':
        return { field: 'reason', text: accessTexts.wrongReason };
    }
  });
}
