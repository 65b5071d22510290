/** What a logo may be. */
export const logoTypes = ["image/png", "image/jpeg", "image/webp"] as const;
export type LogoType = (typeof logoTypes)[number];

export const maxLogoBytes = 200_000;
export const maxLogoPixels = 2_000;
