export { default } from "@/app/connect/[token]/not-found";
