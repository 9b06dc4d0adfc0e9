/** What a blueprint makes, in a form that can be drawn. Texts are as the document has them, expressions included. */
export interface BlueprintPicture {
  /** What starts it, in the words of the document. */
  readonly on: {
    readonly events: readonly string[];
    readonly http: boolean;
    readonly sweep?: { readonly every: string; readonly mode: string; readonly limit: number };
  };
  readonly when?: string;
  /** What makes each room its own. */
  readonly key?: string;
  /** Of kind Room only. */
  readonly room?: PicturedRoom;
  /** Of kind CloseOut only. */
  readonly closeOut?: {
    readonly for: 'room' | 'person';
    readonly rooms: string;
    readonly remove: readonly string[];
    readonly ownership: string;
    readonly reports: boolean;
  };
  readonly then: readonly PicturedFollowUp[];
}

export interface PicturedRoom {
  readonly title: string;
  readonly type?: string;
  readonly from?: string;
  readonly tags: readonly string[];
  readonly contents: readonly PicturedItem[];
  readonly access: readonly PicturedAccess[];
  readonly links: readonly PicturedLink[];
}

export interface PicturedItem {
  readonly kind: 'folder' | 'copy' | 'text';
  readonly title: string;
  readonly when?: string;
  readonly contents: readonly PicturedItem[];
}

export interface PicturedAccess {
  readonly subject: 'user' | 'group' | 'person';
  readonly value: string;
  readonly levels: readonly string[];
  readonly optional: boolean;
  /** The name of a list: an entry for each of its items. */
  readonly each?: string;
  readonly expires?: string;
  readonly when?: string;
}

export interface PicturedLink {
  readonly kind: string;
  readonly level: string;
  readonly title?: string;
  readonly expires?: string;
  readonly hasPassword: boolean;
}

export interface PicturedFollowUp {
  readonly kind: 'mail' | 'crm' | 'http' | 'chat';
  /** To whom or where. */
  readonly to: string;
  /** What is sent, in a line. */
  readonly what: string;
  readonly when?: string;
}
