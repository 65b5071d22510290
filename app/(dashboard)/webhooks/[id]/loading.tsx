export { default } from "@/app/(dashboard)/applications/[id]/loading";
