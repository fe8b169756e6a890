/** Three bricks: two that stand, one that is new. */
export function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" role="img" aria-label="Blockyard">
      <rect x="2" y="13" width="9" height="9" fill="var(--old)" />
      <rect x="13" y="13" width="9" height="9" fill="var(--old)" opacity="0.45" />
      <rect x="13" y="2" width="9" height="9" fill="var(--new)" />
    </svg>
  );
}
