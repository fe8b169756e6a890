/** Fleets whose blocks fetch their work: how one is told to, what it says of itself, and the sample's queue. */
import * as z from 'zod';
/** Declared with the recipe, so that a generation is told for ever as it was from the beginning. */
export declare const workHookSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    kind: z.ZodLiteral<"http">;
    takePath: z.ZodString;
    stopPath: z.ZodString;
    statePath: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    kind: z.ZodLiteral<"command">;
    take: z.ZodArray<z.ZodString>;
    stop: z.ZodArray<z.ZodString>;
    state: z.ZodArray<z.ZodString>;
}, z.core.$strip>], "kind">;
/** More than any block has in hand: a larger number is nonsense, not news. */
export declare const busiestBlock = 1000000;
/** What a block answers when it is asked, whatever else it says. */
export declare const workAnswerSchema: z.ZodObject<{
    taking: z.ZodBoolean;
    busy: z.ZodNumber;
}, z.core.$strip>;
export declare const blockWorkSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    kind: z.ZodLiteral<"seen">;
    taking: z.ZodBoolean;
    busy: z.ZodNumber;
    revision: z.ZodNumber;
}, z.core.$strip>, z.ZodObject<{
    kind: z.ZodLiteral<"unknown">;
    reason: z.ZodString;
}, z.core.$strip>], "kind">;
/** Since the yard was started; `queued` and `running` now. */
export declare const sampleWorkSchema: z.ZodObject<{
    isOn: z.ZodBoolean;
    queued: z.ZodNumber;
    running: z.ZodNumber;
    fetched: z.ZodNumber;
    done: z.ZodNumber;
    lost: z.ZodNumber;
    twice: z.ZodNumber;
}, z.core.$strip>;
export type WorkHook = z.infer<typeof workHookSchema>;
export type WorkAnswer = z.infer<typeof workAnswerSchema>;
export type BlockWork = z.infer<typeof blockWorkSchema>;
export type SampleWork = z.infer<typeof sampleWorkSchema>;
