/** Identities as they come from outside. */
import * as z from 'zod';
import {
  asYardId,
  asFleetId,
  asGenerationId,
  asBlockId,
  asImageId,
  asRolloutId,
  asToken,
} from './ids.ts';

const idText = z.string().min(1).max(300);
export const yardIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/u)
  .transform(asYardId);
export const fleetIdSchema = idText.transform(asFleetId);
export const generationIdSchema = idText.transform(asGenerationId);
export const blockIdSchema = idText.transform(asBlockId);
export const imageIdSchema = idText.transform(asImageId);
export const rolloutIdSchema = idText.transform(asRolloutId);
export const tokenSchema = z.string().min(8).max(64).transform(asToken);
