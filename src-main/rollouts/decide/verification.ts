/** What is known of a switch after its write. */
export type Verification =
  | { readonly kind: 'seen'; readonly text: string }
  /** The yard's responses do not say who made them. */
  | { readonly kind: 'cannot-be-seen' }
  /** `share`: 0..1 of what is wanted. */
  | {
      readonly kind: 'not-yet';
      readonly because: string;
      readonly share: number;
      readonly needsProbe: boolean;
      /** Whoever is wanted has it all; only others are not seen to have let go. */
      readonly isTaken?: true;
    };
