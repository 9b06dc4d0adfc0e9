import type { Check } from '../../http/parts.ts';

/** What of the portal a question is answered with. */
export type PickKind = 'files' | 'file' | 'folder' | 'group' | 'person' | 'template';

/** Something of the portal that somebody picked. */
export interface Picked {
  /** As blueprints name it: the number of a file, folder or template, the guid of a person or group. */
  readonly id: string;
  readonly name: string;
}

/** Something that can be picked, and what tells it from others of the same name. */
export interface Choice extends Picked {
  readonly about?: string;
}

/** What may be picked; `isAll` is false where there is more than could be listed, and a text would find it. */
export interface Choices {
  readonly choices: readonly Choice[];
  readonly isAll: boolean;
}

/** A question whose answer goes into the blueprint of a job. Each may be left unanswered. */
export interface InitQuestion {
  /** Its name on the command line, such as HR_GROUP_ID. */
  readonly name: string;
  readonly kind: PickKind;
  readonly ask: string;
}

/** One of the jobs that Concierge can do. */
export interface InitJob {
  /** The name of its blueprint. */
  readonly name: string;
  readonly about: string;
  /** Below `blueprints/`, where it does not lie there itself. */
  readonly folder?: string;
  readonly questions: readonly InitQuestion[];
}

/** What was picked for each question, by its name. */
export type Answers = ReadonlyMap<string, readonly Picked[]>;

export interface PortalAccess {
  readonly url: string;
  readonly apiKey: string;
}

/** A portal that was looked at. Everything of it only reads. */
export interface InitPortal {
  /** As it is written down. */
  readonly url: string;
  readonly checks: readonly Check[];
  readonly isReached: boolean;
  /** People, groups or room templates by a part of the name; rooms and other places that hold files. */
  readonly find: (what: 'person' | 'group' | 'template' | 'place', text: string) => Promise<Choices>;
  /** The files of a place and of its folders, or the place and its folders themselves. */
  readonly listInside: (placeId: string, what: 'files' | 'folders') => Promise<Choices>;
  /** Looks up what a question was answered with: ids parted by commas, or the e-mail address of a person. Throws `not-found`, `invalid-input`. */
  readonly resolve: (question: InitQuestion, answer: string) => Promise<readonly Picked[]>;
}

/** A file that would be written. */
export interface DraftFile {
  readonly path: string;
  /** `changed`: it is there, with another content. */
  readonly state: 'new' | 'changed' | 'same';
  /** What of it is new or would be replaced. */
  readonly about: string;
  /** Whether something that somebody wrote would be lost. */
  readonly replaces: boolean;
}

/** Everything that would be written. Nothing is before `write`. */
export interface InitDraft {
  readonly files: readonly DraftFile[];
  /** Writes the new files and those that are `chosen` among the others: each whole or not at all. Answers the paths written. */
  readonly write: (chosen: (file: DraftFile) => boolean) => Promise<readonly string[]>;
}

export interface InitChoice extends PortalAccess {
  readonly jobs: readonly string[];
  readonly answers: Answers;
}

/** What the first set-up needs. */
export interface InitParts {
  readonly jobs: readonly InitJob[];
  /** What the settings hold already. */
  readonly known: () => Partial<PortalAccess>;
  /** Looks at the portal. Throws `invalid-input` for what can be no address or key. */
  readonly connect: (access: PortalAccess) => Promise<InitPortal>;
  readonly draft: (choice: InitChoice) => Promise<InitDraft>;
}
