export { type RecordRow, type RecordStatus, recordRows } from "@/lib/diagnosis/instructions/record-rows";
