import type { ClaimKey, PopulationName, Text } from '../../university/university.ts';

/** Who one may be on the form: the number that is asked for, and how it is called. */
export interface Identity {
  /** In the address of the form. */
  readonly slug: string;
  readonly key: ClaimKey;
  /** The populations that come by this way: what they need, the form asks for. */
  readonly populations: readonly PopulationName[];
  readonly title: Text;
  readonly about: Text;
  readonly number: Text;
  readonly numberHint: Text;
}

export const identities: readonly Identity[] = [
  {
    slug: 'first-time-student',
    key: 'opi_number',
    populations: ['student'],
    title: { fr: 'Étudiant·e, première inscription', en: 'First-time student' },
    about: { fr: 'Vous avez un numéro OPI.', en: 'You have an OPI number.' },
    number: { fr: 'Numéro OPI', en: 'OPI number' },
    numberHint: {
      fr: 'Il figure dans le courriel qui vous a invité·e à vous inscrire.',
      en: 'It is in the mail that invited you to register.',
    },
  },
  {
    slug: 'returning-student',
    key: 'student_number',
    populations: ['student', 'phd'],
    title: { fr: 'Étudiant·e en réinscription, ou doctorant·e', en: 'Returning student or PhD student' },
    about: { fr: 'Vous avez un numéro étudiant.', en: 'You have a student number.' },
    number: { fr: 'Numéro étudiant', en: 'Student number' },
    numberHint: {
      fr: 'Il figure sur votre carte d’étudiant et sur vos certificats de scolarité.',
      en: 'It is on your student card and on your registration certificates.',
    },
  },
  {
    slug: 'staff',
    key: 'hr_number',
    populations: ['staff'],
    title: { fr: 'Membre du personnel', en: 'Staff' },
    about: {
      fr: 'Enseignement, recherche, administration : vous avez un numéro de dossier RH.',
      en: 'Teaching, research, administration: you have an HR file number.',
    },
    number: { fr: 'Numéro de dossier RH', en: 'HR file number' },
    numberHint: {
      fr: 'Il figure sur votre contrat ou sur votre arrêté de nomination.',
      en: 'It is on your contract or on your letter of appointment.',
    },
  },
  {
    slug: 'certificate',
    key: 'file_number',
    populations: ['student', 'phd'],
    title: { fr: 'J’ai un certificat d’inscription', en: 'I hold a registration certificate' },
    about: {
      fr: 'Étudiant·e ou doctorant·e : le numéro de dossier y est imprimé.',
      en: 'Student or PhD student: the file number is printed on it.',
    },
    number: { fr: 'Numéro de dossier', en: 'File number' },
    numberHint: { fr: 'Il est imprimé sur le certificat.', en: 'It is printed on the certificate.' },
  },
];
