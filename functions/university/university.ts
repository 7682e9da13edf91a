/** A text in both languages of the product. */
export interface Text {
  readonly fr: string;
  readonly en: string;
}
export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

export const populations = ['student', 'phd', 'staff', 'guest', 'temporary-guest', 'local'] as const;
export type PopulationName = (typeof populations)[number];

export const offices = ['registrar', 'hr', 'cri'] as const;
export type OfficeName = (typeof offices)[number];

export const services = ['ent', 'mail', 'eduroam', 'printing', 'isima', 'limos'] as const;
export type ServiceName = (typeof services)[number];

export const directories = ['uca', 'isima-limos'] as const;
export type DirectoryName = (typeof directories)[number];

/** What a person types to say who they are, with the birth date. */
export type ClaimKey = 'opi_number' | 'student_number' | 'hr_number' | 'file_number';

/** One row of the populations table: everything that differs from one population to the next. */
export interface Population {
  readonly label: Text;
  /** The office whose files open accounts of this population. */
  readonly office: OfficeName;
  /** The domain of the mail address; absent where the population has none. */
  readonly mailDomain?: string;
  readonly directories: readonly DirectoryName[];
  /** Directories and services that an affiliation of the file adds. */
  readonly byAffiliation: Readonly<
    Record<string, { directories: readonly DirectoryName[]; services: readonly ServiceName[] }>
  >;
  readonly services: readonly ServiceName[];
  /** eduPersonAffiliation; the first is the primary one. */
  readonly eduPersonAffiliations: readonly [string, ...string[]];
  /** Days of use after the latest end of the files. */
  readonly graceDays: number;
  /** The longest stay, first and last day included; absent where a file may run for any time. */
  readonly longestStay?: { readonly months: number } | { readonly days: number };
  /** Whether a file may have no end (permanent staff). */
  readonly endOptional: boolean;
  /** Days before the last day on which the person is warned. */
  readonly warningDays: readonly number[];
  /** Whether the account has a schedule of its own beside the nightly sweep. */
  readonly ownSchedule: boolean;
  /** What an account of this population is for when its person has another one; absent where nobody has two. */
  readonly besideAnother?: Text;
  /** What it is for once another one has ended whose place it takes, by the population of that one. */
  readonly afterAnother?: Readonly<Partial<Record<PopulationName, Text>>>;
}

interface Office {
  readonly label: Text;
  /** How to reach it: shown in mails and on the help page. */
  readonly contact: Text;
}

/** What a row of `piecesOf` says of a piece that a file may lack. */
interface Piece {
  readonly label: Text;
  /** What to do about it. */
  readonly remedy: Text;
}

/** How a directory stores people. */
interface DirectorySettings {
  readonly label: Text;
  /** Whether entries are POSIX accounts with a `uidNumber` of their own. */
  readonly posix: boolean;
}

/** A question of the help page. */
export interface Question {
  /** Names the question in addresses. */
  readonly id: string;
  readonly question: Text;
  /** One paragraph each. */
  readonly answer: readonly Text[];
  /** Whether the offices are listed below the answer. */
  readonly contacts?: boolean;
  /** A page of the portal where one can go on. */
  readonly goOn?: { readonly to: string; readonly label: Text };
}

/** Everything that another university rewrites. */
export interface University {
  readonly name: Text;
  readonly shortName: string;
  /** Days begin and end here (IANA). */
  readonly timeZone: string;
  readonly populations: Readonly<Record<PopulationName, Population>>;
  readonly offices: Readonly<Record<OfficeName, Office>>;
  readonly services: Readonly<Record<ServiceName, Text>>;
  /** How somebody who has just activated their account begins to use each service. */
  readonly firstUse: Readonly<Record<ServiceName, Text>>;
  readonly directories: Readonly<Record<DirectoryName, DirectorySettings>>;
  /** All directories, the one with the strictest password policy first: a password goes there before anywhere else. */
  readonly passwordOrder: readonly DirectoryName[];
  /** The directory whose groups give roles. */
  readonly rolesIn: DirectoryName;
  /** The rules of use, accepted at activation. A new version is a new text: who accepted an older one is not asked again before the next activation. */
  readonly charter: { readonly version: string; readonly paragraphs: readonly Text[] };
  /** Words of the university that a password is not made of. */
  readonly passwordWords: readonly string[];
  /** By the name that an export uses in `missing`; a name that is not here is shown as it is. */
  readonly pieces: Readonly<Record<string, Piece>>;
  /** What affiliations are called; one that is not here is shown as it is. */
  readonly affiliationLabels: Readonly<Record<string, Text>>;
  /** An affiliation whose members' personal address must end so. */
  readonly addressSuffixByAffiliation: Readonly<Record<string, string>>;
  /** The university's own mail domains, with those below them: an address to recover an account by is outside. */
  readonly mailDomains: readonly string[];
  /** Populations asked for a CVEC number on the form. */
  readonly cvecAsked: readonly PopulationName[];
  /** Logins that nobody should have to wear, without a number. */
  readonly unwantedLogins: readonly string[];
  /** The scope of eduPersonPrincipalName. */
  readonly scope: string;
  readonly mail: { readonly from: string };
  /** The help page. */
  readonly questions: readonly Question[];
  /** What a PhD student, who may also teach, is told: two accounts, and which is for what. */
  readonly twoAccounts: Text;
  /** Networks (CIDR) from which a lecture hall shares one address: the limit by client address does not count there. */
  readonly campusRanges: readonly string[];
  /** Days after which a suspended account is closed. */
  readonly closedAfterDays: number;
  /** Days after which somebody who has not activated their account is reminded, once. */
  readonly remindedAfterDays: number;
  /**
   * The nightly sweep leaves the ends of a population to a person when more than this share of it is due on one night,
   * and more than `least` accounts.
   */
  readonly brake: { readonly share: number; readonly least: number };
  /** Guests at a time. */
  readonly guestQuotas: { readonly perSponsor: number; readonly altogether: number };
  /** Who takes over the guests of a sponsor who leaves: the university address of a member of staff, by affiliation. */
  readonly unitContacts: { readonly byAffiliation: Readonly<Record<string, string>>; readonly otherwise: string };
  /** Where requests for a service go as tickets. */
  readonly ticketManager: string;
  /** Where new counters begin. */
  readonly firstUidNumber: number;
  readonly gidNumber: number;
}
