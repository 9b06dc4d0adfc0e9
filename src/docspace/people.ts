import * as z from 'zod';
import { AppError } from '../base/errors.ts';
import { type EmployeeStatus, employeeStatuses, type PeopleArea, peopleAreas } from './numbers.ts';
import { pageSize } from './paging.ts';
import { type Person, PersonReply } from './person.ts';
import type { Send } from './portal-call.ts';

interface PeopleQuery {
  readonly startIndex: number;
  readonly area: PeopleArea;
  /** All statuses when left out. */
  readonly employeeStatus?: EmployeeStatus;
  /** A part of the name or the address. The portal may look it up in an index that lags: for people who type, not for runs. */
  readonly text?: string;
}

interface PeoplePage {
  readonly people: readonly Person[];
  /** Where the next page starts; undefined after the last. */
  readonly next: number | undefined;
}

export interface PeopleReads {
  /** The account that the API key acts as. */
  self(): Promise<Person>;
  /**
   * A person by guid. Throws `not-found` for nobody and `forbidden` for one whom our account may not see: a room admin sees members and
   * the guests they invited (DocSpace server, UserExtensions.cs).
   */
  person(id: string): Promise<Person>;
  /** A person by e-mail; undefined when the portal itself says that it knows nobody of that address. */
  personByEmail(email: string): Promise<Person | undefined>;
  /** One page of the people our account may see. Throws `forbidden` for an account that is no room admin. */
  people(query: PeopleQuery): Promise<PeoplePage>;
}

export function createPeopleReads(send: Send): PeopleReads {
  return {
    async self() {
      const template = 'people/@self';
      const intent = 'read the account of the API key';
      return (await send({ method: 'GET', template, effect: 'read', intent, answer: PersonReply })).answer;
    },
    async person(id) {
      const template = 'people/{id}';
      const intent = `read person ${id}`;
      return (await send({ method: 'GET', template, ids: { id }, effect: 'read', intent, answer: PersonReply })).answer;
    },
    personByEmail: (email) => findByEmail(send, email),
    async people({ startIndex, area, employeeStatus, text }) {
      const { answer, total } = await send({
        method: 'GET',
        template: 'people/filter',
        query: {
          startIndex,
          count: pageSize,
          area: peopleAreas[area],
          ...(employeeStatus ? { employeeStatus: employeeStatuses[employeeStatus] } : {}),
          ...(text === undefined ? {} : { filterValue: text }),
        },
        effect: 'read',
        intent: 'list people',
        answer: z.array(PersonReply),
      });
      const next = startIndex + pageSize;
      const isLast = answer.length === 0 || (total === undefined ? answer.length < pageSize : next >= total);
      return { people: answer, next: isLast ? undefined : next };
    },
  };
}

async function findByEmail(send: Send, email: string): Promise<Person | undefined> {
  try {
    const { answer } = await send({
      method: 'GET',
      template: 'people/email',
      query: { email },
      effect: 'read',
      intent: 'look up a person by e-mail',
      answer: PersonReply,
    });
    return answer;
  } catch (error) {
    // A 404 without the portal's words comes from a proxy or a wrong address, and proves nothing.
    const isUnknown = error instanceof AppError && error.kind === 'not-found' && 'portalMessage' in error.details;
    if (isUnknown) return undefined;
    throw error;
  }
}
