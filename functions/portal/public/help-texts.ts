import type { OfficeName, Text } from '../../university/university.ts';

export const helpTexts = {
  title: { fr: 'Aide', en: 'Help' },
  lead: { fr: 'Les réponses aux questions qui reviennent le plus.', en: 'Answers to what is asked most.' },
  contents: { fr: 'Sur cette page', en: 'On this page' },
  peopleOf: {
    registrar: { fr: 'Étudiant·es, doctorant·es', en: 'Students, PhD students' },
    hr: {
      fr: 'Enseignant·es, chercheur·ses, ATER, vacataires, administratif·ves',
      en: 'Faculty, postdocs, ATER, external teachers, administrative staff',
    },
    cri: { fr: 'Invité·es, visiteur·ses, stagiaires, comptes locaux', en: 'Guests, visitors, interns, local accounts' },
  } satisfies Record<OfficeName, Text>,
};
