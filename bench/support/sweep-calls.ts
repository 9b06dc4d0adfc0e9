const pageSize = 100;

/** What a sweep of a blueprint for people looks at; the letters are those of docs/sizing.md. */
export interface SweptPortal {
  /** P: active members. */
  readonly people: number;
  /** K: rooms that the blueprint has made. */
  readonly rooms: number;
  /** F: folders that are listed in each room. */
  readonly folders: number;
  /** L: calls for the links of each room. */
  readonly links: number;
}

/** The calls of one sweep by the formula in docs/sizing.md: pages of people, and what each kept room costs. */
export function countSweepCalls({ people, rooms, folders, links }: SweptPortal): number {
  return Math.ceil(people / pageSize) + rooms * (2 + folders + links);
}
