"use client";

import dynamic from "next/dynamic";

/** Only a company that has just begun sees them, so only its pages load them; the server draws them all the same. */
export const FirstSteps = dynamic(() => import("@/components/connections/first-steps").then((room) => room.FirstSteps));
