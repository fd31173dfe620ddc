FROM python:3.12-slim

RUN useradd --create-home lab
WORKDIR /home/lab/app

COPY pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu \
    && pip install --no-cache-dir .

COPY --chown=lab app.py ./
COPY --chown=lab .streamlit .streamlit
COPY --chown=lab core core
COPY --chown=lab pages pages
COPY --chown=lab sample_data sample_data

USER lab
ENV DISTILL_LAB_DATA=/home/lab/data
RUN mkdir /home/lab/data
VOLUME /home/lab/data
EXPOSE 8501
HEALTHCHECK --start-period=30s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=3)"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.headless=true"]
