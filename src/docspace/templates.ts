import * as z from 'zod';
import type { Send } from './portal-call.ts';

interface RoomFromTemplate {
  readonly templateId: number;
  readonly title: string;
  readonly tags: readonly string[];
  readonly quotaBytes?: number;
  readonly denyDownload?: boolean;
}

/** The portal's work on a room from a template. */
export interface TemplateJob {
  /** The room, once there is one. It may not be complete yet. */
  readonly roomId: number | undefined;
  /** 0 to 100. */
  readonly progress: number;
  /** What went wrong, in the portal's words; the room is then deleted again. */
  readonly error?: string;
  readonly completed: boolean;
}

export interface TemplateReads {
  /** The portal's job, whoever began it; undefined when there is none. */
  templateJob(): Promise<TemplateJob | undefined>;
}

export interface TemplateWrites {
  /**
   * Begins to make a room from a template; members are not taken over. A portal has one such job: a call while another one runs is
   * dropped in silence and answers that job (DocSpace server, RoomTemplatesWorker.cs), so the room has to be looked at. Not idempotent.
   */
  createRoomFromTemplate(room: RoomFromTemplate): Promise<TemplateJob>;
}

const JobReply = z
  .object({
    roomId: z.int().default(-1),
    progress: z.number().default(0),
    error: z.string().default(''),
    isCompleted: z.boolean().default(false),
  })
  .transform(({ roomId, progress, error, isCompleted }): TemplateJob => ({
    roomId: roomId > 0 ? roomId : undefined,
    progress,
    ...(error ? { error } : {}),
    completed: isCompleted,
  }));

const template = 'files/rooms/fromTemplate';

export function createTemplateReads(send: Send): TemplateReads {
  return {
    async templateJob() {
      const { answer } = await send({
        method: 'GET',
        template: `${template}/status`,
        effect: 'read',
        intent: 'read how far the room from a template is',
        answer: JobReply.optional(),
      });
      return answer;
    },
  };
}

export function createTemplateWrites(send: Send): TemplateWrites {
  return {
    async createRoomFromTemplate({ templateId, title, tags, quotaBytes, denyDownload }) {
      const { answer } = await send({
        method: 'POST',
        template,
        body: {
          ...{ templateId, title, tags },
          ...(quotaBytes === undefined ? {} : { quota: quotaBytes }),
          ...(denyDownload === undefined ? {} : { denyDownload }),
        },
        effect: 'write',
        intent: `create room "${title}" from template ${templateId}`,
        answer: JobReply,
        refusalHint: 'Only room admins and DocSpace admins may create rooms, from templates that they may see.',
      });
      return answer;
    },
  };
}
