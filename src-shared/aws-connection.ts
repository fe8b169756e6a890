/** What a person says to reach an AWS account and region, and what is answered before it is kept. No secrets. */
import * as z from 'zod';

export const safetySchema = z.enum(['observe', 'normal', 'strict']);

export const awsCredentialsSchema = z.discriminatedUnion('kind', [
  /** A profile of the AWS configuration files, by its name. */
  z.object({ kind: z.literal('profile'), profile: z.string().min(1).max(200) }),
  /** The variables of the environment that Blockyard was started in; only when chosen. */
  z.object({ kind: z.literal('environment') }),
]);

export const awsConnectionSchema = z.object({
  credentials: awsCredentialsSchema,
  region: z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/u),
  /** Not AWS itself: a private endpoint or a test double. Null: AWS's own. */
  endpoint: z
    .url({ protocol: /^https?$/u })
    .max(300)
    // A name and a password before an @ would stand in the band for everyone to read.
    .refine((text) => !/^[a-z]+:\/\/[^/?#]*@/iu.test(text))
    .nullable(),
});

/** One profile as the connect dialog lists it. Names are outside text. */
export const awsProfileSchema = z.object({
  name: z.string(),
  kind: z.enum(['static', 'role', 'sso', 'login', 'process', 'web-identity', 'unusable']),
  /** A code of a one-time password device is asked for when signing in. */
  needsMfa: z.boolean(),
  region: z.string().nullable(),
  endpoint: z.string().nullable(),
  /** Whose role, which source, or why it cannot be used: one sentence or nothing. */
  detail: z.string(),
});

export const awsProfilesSchema = z.object({
  profiles: z.array(awsProfileSchema),
  /** The environment holds credentials too. */
  hasEnvironment: z.boolean(),
  /** Where profiles are looked for. */
  files: z.array(z.string()),
  /** A file that cannot be read, each as one sentence. */
  problems: z.array(z.string()),
});

/** Who would act: where a person lands. */
export const awsIdentitySchema = z.object({
  accountId: z.string(),
  actor: z.string(),
  /** When the credentials end, epoch milliseconds; null when they do not say. */
  endsAtMs: z.number().nullable(),
});

export type Safety = z.infer<typeof safetySchema>;
export type AwsConnection = z.infer<typeof awsConnectionSchema>;
export type AwsProfile = z.infer<typeof awsProfileSchema>;
export type AwsProfiles = z.infer<typeof awsProfilesSchema>;
export type AwsIdentity = z.infer<typeof awsIdentitySchema>;
