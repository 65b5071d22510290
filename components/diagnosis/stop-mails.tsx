import { Button } from "@/components/ui/button";

type StopMailsProps = { company: string; recipient: string; isStopped: boolean };

/** Works without scripts: the form is sent to the page's own address, which shows the outcome. */
export function StopMails({ company, recipient, isStopped }: StopMailsProps) {
  return (
    <div className="grid max-w-prose justify-items-start gap-4 py-10">
      <h1 className="font-semibold text-2xl tracking-tight [overflow-wrap:anywhere]">
        {isStopped ? `No more mails from ${company}` : `Stop mails from ${company}?`}
      </h1>
      {isStopped ? (
        <p className="text-ink-soft [overflow-wrap:anywhere]">
          {company} can no longer send mails about domains to {recipient} from here.
        </p>
      ) : (
        <>
          <p className="text-ink-soft [overflow-wrap:anywhere]">
            {company} asked {recipient} to change DNS records. After this, {company} cannot send you mails about domains
            from here any more. The links that you got keep working until they expire.
          </p>
          <form method="post">
            <Button type="submit" writes={false}>
              Stop these mails
            </Button>
          </form>
        </>
      )}
    </div>
  );
}
