"use client";

import dynamic from "next/dynamic";

/** Only new companies see it, so only their pages load it. The server still renders it. */
export const FirstSteps = dynamic(() => import("@/components/connections/first-steps").then((file) => file.FirstSteps));
