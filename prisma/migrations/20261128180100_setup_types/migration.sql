-- How the records come into the zone: a stored credential writes them, or the provider does after a click.
ALTER TYPE "setup_type" ADD VALUE 'automatic';
ALTER TYPE "setup_type" ADD VALUE 'domain_connect';
