import { z } from 'zod';

const apiVersions = ['concierge/v1'] as const;

/** The keys that documents of every kind begin with. */
export const headKeys = {
  apiVersion: z.enum(apiVersions).describe('The version of the language: concierge/v1.'),
  name: z
    .string()
    .max(63)
    .regex(/^[a-z][a-z0-9-]*$/, 'must start with a letter and have only small letters, digits and hyphens')
    .describe("The blueprint's name: small letters, digits and hyphens, at most 63. Runs and rooms are listed by it."),
  description: z.string().optional().describe('A sentence for people who read lists of blueprints.'),
};
