export { PageLoading as default } from "@/app/(dashboard)/page-loading";
